using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Web.Dictionary;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Projects.Settings;

/// <summary>Who belongs to a project, for its admins to change.</summary>
public sealed partial class MembersSection(Person person, MemberList members, ProjectNews news, NavigationManager navigation, ILogger<MembersSection> log)
{
    private sealed record List(IReadOnlyList<MemberLine> Lines);

    private IReadOnlyList<MemberLine>? _members;
    private string _email = "", _unknown = "";
    private Role _role;
    private string? _problem, _emailProblem, _done;
    private Guid? _removing;
    private bool _isBusy, _isUnknown;
    private int _round;

    [Parameter, EditorRequired] public string Slug { get; set; } = "";

    protected override async Task OnInitializedAsync() =>
        _members = (await person.LoadOnceAsync($"members/{Slug}", RendererInfo.IsInteractive, FindAsync))?.Lines ?? [];

    private async Task<List?> FindAsync() => await person.FindMemberAsync(Slug, CancellationToken.None) is { } member
        ? new(await members.ListAsync(member, CancellationToken.None))
        : null;

    private async Task AddAsync()
    {
        var (email, role) = (_email.Trim(), _role);
        if (await ActAsync(admin => members.AddAsync(admin, email, role, QueryDoor.Page, CancellationToken.None), $"{email} is now {role.Word()}."))
            (_email, _role) = ("", Role.Viewer);
        _unknown = email;
    }

    private Task ChangeAsync(MemberLine member, string word) => ActAsync(
        admin => members.ChangeRoleAsync(admin, member.UserId, Enum.Parse<Role>(word, ignoreCase: true), QueryDoor.Page, CancellationToken.None),
        $"{member.Email} is now {word}.");

    private Task RemoveAsync(MemberLine member) => ActAsync(
        admin => members.RemoveAsync(admin, member.UserId, QueryDoor.Page, CancellationToken.None), $"{member.Email} is no member any more.");

    private async Task<bool> ActAsync(Func<Member, Task<MemberOutcome>> act, string done)
    {
        (_isBusy, _problem, _emailProblem, _done, _isUnknown, _removing) = (true, null, null, null, false, null);
        try
        {
            if (await person.FindMemberAsync(Slug, CancellationToken.None) is { } admin)
                Tell(await act(admin), done);
            await LookAgainAsync();
        }
        catch (DbException e)
        {
            DatabaseTrouble.LogUnread(log, Slug, e);
            _problem = "The platform's database did not answer. Try again in a moment.";
        }

        _isBusy = false;
        return _done is not null;
    }

    private void Tell(MemberOutcome outcome, string done)
    {
        switch (outcome)
        {
            case MemberOutcome.Refused { Fault: MemberFault.NoSuchUser or MemberFault.IsMember } refused:
                (_emailProblem, _isUnknown) = (refused.Message, refused.Fault == MemberFault.NoSuchUser);
                break;
            case MemberOutcome.Refused refused:
                _problem = refused.Message;
                break;
            default:
                _done = done;
                break;
        }
    }

    /// <summary>Who took away their own rights sees at once that this page is no longer for them.</summary>
    private async Task LookAgainAsync()
    {
        var member = await person.FindMemberAsync(Slug, CancellationToken.None);
        if (member?.Role == Role.Admin)
        {
            // A select whose change was refused shows the new role until its line is made anew, as one of another round is.
            _round++;
            _members = await members.ListAsync(member, CancellationToken.None);
            return;
        }

        news.Tell();
        navigation.NavigateTo(member is null ? "/" : ProjectPath.Chat(Slug));
    }
}
