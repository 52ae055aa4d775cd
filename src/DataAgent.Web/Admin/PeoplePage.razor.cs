using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.Dictionary;
using DataAgent.Web.Projects.Settings;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace DataAgent.Web.Admin;

/// <summary>Everybody who may sign in, for platform administrators to look after.</summary>
public sealed partial class PeoplePage(
    Person person, People people, UserDirectory users, AccountLinks links, PublicAddress address, ILogger<PeoplePage> log)
{
    private PeopleListing? _page;
    private bool _isBroken, _isMissing, _isBusy, _isAdministrator, _isByHand;
    private string? _at, _done, _problem;
    private string _email = "", _name = "";
    private IReadOnlyList<FieldError> _errors = [];
    private AccountLinkOutcome.Made? _made;
    private Guid? _open;

    [SupplyParameterFromQuery] private string? Text { get; set; }

    /// <summary>The last address of the page before.</summary>
    [SupplyParameterFromQuery] private string? After { get; set; }

    private string Here => Link(After);

    protected override Task OnParametersSetAsync() => _at == Here ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        (_at, _isMissing, _isBroken) = (Here, false, false);
        try
        {
            _page = await person.LoadOnceAsync(Here, RendererInfo.IsInteractive, FindAsync);
            _isMissing = _page is null;
        }
        catch (DbException e)
        {
            DatabaseTrouble.LogUnread(log, "", e);
            _isBroken = true;
        }
    }

    private async Task<PeopleListing?> FindAsync() => await person.FindAdministratorAsync(CancellationToken.None) is { } administrator
        ? await people.ListAsync(administrator, Text, After, CancellationToken.None)
        : null;

    private void Toggle(Guid id) => _open = _open == id ? null : id;

    private Task AddAsync() => ActAsync(async actor =>
    {
        var outcome = await users.AddAsync(actor, _email, _name, _isAdministrator, QueryDoor.Page, CancellationToken.None);
        if (outcome is UserOutcome.Saved { User: var user })
        {
            _made = await links.InviteAsync(actor, user, address.Get(), QueryDoor.Page, CancellationToken.None);
            (_email, _name, _isAdministrator) = ("", "", false);
        }

        Tell(outcome, _made is { Link: null } ? "Added, and a mail is on its way to {0}." : "Added {0}.");
    });

    private Task LinkAsync(PersonLine one) => ActAsync(async actor =>
    {
        switch (await links.ResetAsync(actor, one.Id, address.Get(), QueryDoor.Page, CancellationToken.None))
        {
            case AccountLinkOutcome.Made made:
                (_made, _isByHand, _done) = (made, true, $"A link with which {one.Email} sets a password, once, within an hour.");
                break;
            case AccountLinkOutcome.Refused refused:
                _problem = refused.Message;
                break;
        }
    });

    private Task SignOutAsync(PersonLine one) => ActAsync(async actor =>
        Tell(await people.SignOutAsync(actor, one.Id, QueryDoor.Page, CancellationToken.None), "{0} is signed out everywhere."));

    private Task SetAdministratorAsync(PersonLine one) => ActAsync(async actor =>
        Tell(
            await people.SetAdministratorAsync(actor, one.Id, !one.IsAdministrator, QueryDoor.Page, CancellationToken.None),
            one.IsAdministrator ? "{0} is no platform administrator any more." : "{0} is a platform administrator now."));

    private Task DisableAsync(PersonLine one) => ActAsync(async actor =>
        Tell(await people.DisableAsync(actor, one.Id, QueryDoor.Page, CancellationToken.None), "{0} cannot sign in any more."));

    private Task EnableAsync(PersonLine one) => ActAsync(async actor =>
        Tell(await people.EnableAsync(actor, one.Id, QueryDoor.Page, CancellationToken.None), "{0} may sign in again."));

    private async Task ActAsync(Func<User, Task> act)
    {
        (_isBusy, _done, _problem, _made, _isByHand, _errors) = (true, null, null, null, false, []);
        try
        {
            if (await person.FindAdministratorAsync(CancellationToken.None) is { } actor)
                await act(actor);
            // Whoever took their own rights away sees at once that this page is no longer for them.
            _page = await FindAsync();
            _isMissing = _page is null;
        }
        catch (DbException e)
        {
            DatabaseTrouble.LogUnread(log, "", e);
            _problem = "The platform's database did not answer. Try again in a moment.";
        }

        _isBusy = false;
    }

    private void Tell(UserOutcome outcome, string done)
    {
        switch (outcome)
        {
            case UserOutcome.Saved { User: var user }:
                _done = string.Format(System.Globalization.CultureInfo.InvariantCulture, done, user.Email);
                break;
            case UserOutcome.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case UserOutcome.Refused refused:
                _problem = refused.Message;
                break;
        }
    }

    private IEnumerable<FieldProblem> Of(string field) =>
        _errors.Where(error => error.Field == field).Select(error => new FieldProblem(error.Message, IsMended: false));

    private string Link(string? after) => QueryHelpers.AddQueryString(AdminPath.People, new Dictionary<string, string?>
    {
        ["text"] = string.IsNullOrWhiteSpace(Text) ? null : Text,
        ["after"] = after,
    });
}
