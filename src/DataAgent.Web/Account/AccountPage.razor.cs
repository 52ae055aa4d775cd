using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Account;

/// <summary>A plain page without a circuit, for it writes the cookie.</summary>
public sealed partial class AccountPage(
    UserDirectory users, Passwords passwords, ExternalSignIn externals, Sessions sessions, SignInOptions options, NavigationManager navigation)
{
    public const string Path = "/account";

    private User? _user;
    private bool _hasPassword;
    private IReadOnlyList<ExternalLogin> _logins = [];
    private string? _currentProblem;
    private string? _newProblem;
    private (string Heading, string Advice)? _linkProblem;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;
    [SupplyParameterFromQuery] private string? Done { get; set; }
    [SupplyParameterFromQuery] private string? Problem { get; set; }
    [SupplyParameterFromQuery] private string? Provider { get; set; }
    [SupplyParameterFromForm(FormName = "password")] private string? CurrentPassword { get; set; }
    [SupplyParameterFromForm(FormName = "password")] private string? NewPassword { get; set; }
    [SupplyParameterFromForm(FormName = "password")] private string? Repeated { get; set; }

    private SignInOptions Options => options;

    protected override async Task OnInitializedAsync()
    {
        var id = Http.User.GetUserId();
        _user = await users.FindByIdAsync(id, Http.RequestAborted);
        _hasPassword = await passwords.HasOneAsync(id, Http.RequestAborted);
        _logins = await externals.ListAsync(id, Http.RequestAborted);
        _linkProblem = SignInProblem.Words(Problem, SignInProblem.Name(options, Provider));
    }

    private async Task ChangePasswordAsync()
    {
        if (NewPassword != Repeated)
        {
            _newProblem = "The two passwords are not the same. Type them again.";
            return;
        }

        switch (await passwords.ChangeAsync(Http.User.GetUserId(), CurrentPassword ?? "", NewPassword ?? "", QueryDoor.Page, Http.RequestAborted))
        {
            case UserOutcome.Saved { User: var user }:
                // The stamp is another now; this browser shall stay.
                await Tickets.SignInAsync(Http, user);
                navigation.NavigateTo($"{Path}?done=password");
                break;
            case UserOutcome.Invalid { Errors: var errors }:
                _currentProblem = errors.FirstOrDefault(e => e.Field == "current_password")?.Message;
                _newProblem = errors.FirstOrDefault(e => e.Field == "new_password")?.Message;
                break;
        }
    }

    private async Task UnlinkAsync(string provider)
    {
        await externals.UnlinkAsync(Http.User.GetUserId(), provider, QueryDoor.Page, Http.RequestAborted);
        navigation.NavigateTo(Path);
    }

    private async Task EndAllAsync()
    {
        await sessions.EndAllAsync(Http.User.GetUserId(), QueryDoor.Page, Http.RequestAborted);
        await Http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        navigation.NavigateTo("/signed-out?reason=everywhere");
    }
}
