using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Queries;
using DataAgent.Web.Dictionary;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Projects.Settings;

/// <summary>Who belongs to a project, for its admins to change.</summary>
public sealed partial class MembersSection(
    Person person, MemberList members, Invitations invitations, ProjectNews news, PublicAddress address, NavigationManager navigation,
    ILogger<MembersSection> log)
{
    private sealed record List(IReadOnlyList<MemberLine> Lines, IReadOnlyList<InvitationLine> Invited);

    private IReadOnlyList<MemberLine>? _members;
    private IReadOnlyList<InvitationLine> _invited = [];
    private InvitationOutcome.Sent? _sent;
    private string _email = "";
    private Role _role;
    private string? _problem, _emailProblem, _done;
    private Guid? _removing;
    private bool _isBusy, _isUnknown;
    private int _round;

    [Parameter, EditorRequired] public string Slug { get; set; } = "";

    protected override async Task OnInitializedAsync()
    {
        var found = await person.LoadOnceAsync($"members/{Slug}", RendererInfo.IsInteractive, FindAsync);
        (_members, _invited) = (found?.Lines ?? [], found?.Invited ?? []);
    }

    private async Task<List?> FindAsync() => await person.FindMemberAsync(Slug, CancellationToken.None) is { } member
        ? await ListAsync(member)
        : null;

    private async Task<List> ListAsync(Member member) =>
        new(await members.ListAsync(member, CancellationToken.None), await invitations.ListAsync(member, CancellationToken.None));

    private async Task AddAsync()
    {
        var (email, role) = (_email.Trim(), _role);
        if (await ActAsync(admin => members.AddAsync(admin, email, role, QueryDoor.Page, CancellationToken.None), $"{email} is now {role.Word()}."))
            (_email, _role) = ("", Role.Viewer);
    }

    private async Task InviteAsync()
    {
        var (email, role) = (_email.Trim(), _role);
        await ActAsync(async admin => Tell(await invitations.InviteAsync(admin, email, role, address.Get(), QueryDoor.Page, CancellationToken.None), null));
        if (_sent is not null || _done is not null)
            (_email, _role) = ("", Role.Viewer);
    }

    private Task ResendAsync(InvitationLine one) => ActAsync(async admin =>
        Tell(await invitations.ResendAsync(admin, one.Id, address.Get(), QueryDoor.Page, CancellationToken.None), null));

    private Task ChangeInvitedAsync(InvitationLine one, string word) => ActAsync(async admin => Tell(
        await invitations.ChangeRoleAsync(admin, one.Id, Enum.Parse<Role>(word, ignoreCase: true), QueryDoor.Page, CancellationToken.None),
        $"{one.Email} is invited as {word} now."));

    private Task RevokeAsync(InvitationLine one) => ActAsync(async admin => Tell(
        await invitations.RevokeAsync(admin, one.Id, QueryDoor.Page, CancellationToken.None), $"{one.Email} is not invited any more."));

    private Task ChangeAsync(MemberLine member, string word) => ActAsync(
        admin => members.ChangeRoleAsync(admin, member.UserId, Enum.Parse<Role>(word, ignoreCase: true), QueryDoor.Page, CancellationToken.None),
        $"{member.Email} is now {word}.");

    private Task RemoveAsync(MemberLine member) => ActAsync(
        admin => members.RemoveAsync(admin, member.UserId, QueryDoor.Page, CancellationToken.None), $"{member.Email} is no member any more.");

    private async Task<bool> ActAsync(Func<Member, Task<MemberOutcome>> act, string done)
    {
        await ActAsync(async admin => Tell(await act(admin), done));
        return _done is not null;
    }

    private async Task ActAsync(Func<Member, Task> act)
    {
        (_isBusy, _problem, _emailProblem, _done, _isUnknown, _removing, _sent) = (true, null, null, null, false, null, null);
        try
        {
            if (await person.FindMemberAsync(Slug, CancellationToken.None) is { } admin)
                await act(admin);
            await LookAgainAsync();
        }
        catch (DbException e)
        {
            DatabaseTrouble.LogUnread(log, Slug, e);
            _problem = "The platform's database did not answer. Try again in a moment.";
        }

        _isBusy = false;
    }

    private void Tell(InvitationOutcome outcome, string? done)
    {
        switch (outcome)
        {
            case InvitationOutcome.Sent { Link: null } sent:
                _done = $"A mail is on its way to {sent.Invitation.Email}.";
                break;
            case InvitationOutcome.Sent sent:
                _sent = sent;
                break;
            case InvitationOutcome.Refused
            {
                Fault: InvitationFault.NoAddress or InvitationFault.IsMember or InvitationFault.IsInvited or InvitationFault.IsDisabled
            } refused:
                _emailProblem = refused.Message;
                break;
            case InvitationOutcome.Refused refused:
                _problem = refused.Message;
                break;
            default:
                _done = done;
                break;
        }
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
            (_members, _invited) = await ListAsync(member);
            return;
        }

        news.Tell();
        navigation.NavigateTo(member is null ? "/" : ProjectPath.Chat(Slug));
    }
}
