using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Users;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DataAgent.Web.Account;

/// <summary>What the account page does, for programs.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/api/v1/account").RequireAuthorization();

        account.MapGet("", async (HttpContext http, UserDirectory users, Passwords passwords, ExternalSignIn externals, CancellationToken cancellationToken) =>
            await users.FindByIdAsync(http.User.GetUserId(), cancellationToken) is { } user
                ? Results.Ok(new AccountView(
                    user.Id,
                    user.Email,
                    user.DisplayName,
                    user.IsPlatformAdministrator,
                    await passwords.HasOneAsync(user.Id, cancellationToken),
                    [.. (await externals.ListAsync(user.Id, cancellationToken)).Select(l => new SignInView(l.Provider, l.Email, l.LinkedAt))]))
                : Problems.NotFound("account"))
            .Needs(TokenScope.Read).Gives<AccountView>("Show who is signed in");

        account.MapPost("/password", async (NewPassword wanted, HttpContext http, Passwords passwords, CancellationToken cancellationToken) =>
        {
            switch (await passwords.ChangeAsync(http.User.GetUserId(), wanted.CurrentPassword ?? "", wanted.Password ?? "", QueryDoor.Http, cancellationToken))
            {
                case UserOutcome.Saved { User: var user }:
                    await Tickets.SignInAsync(http, user);
                    return Results.NoContent();
                case UserOutcome.Invalid invalid:
                    return Problems.Invalid(invalid.Errors);
                default:
                    return Problems.NotFound("account");
            }
        })
            .ForPeopleAlone().GivesNothing("Change the password", 400);

        account.MapDelete("/sign-ins/{provider}", async (string provider, HttpContext http, ExternalSignIn externals, CancellationToken cancellationToken) =>
            await externals.UnlinkAsync(http.User.GetUserId(), provider, QueryDoor.Http, cancellationToken)
                ? Results.NoContent()
                : Problems.NotFound("sign-in"))
            .ForPeopleAlone().GivesNothing("Remove a linked provider", 404);

        account.MapPost("/sign-out-everywhere", async (HttpContext http, Sessions sessions, CancellationToken cancellationToken) =>
        {
            await sessions.EndAllAsync(http.User.GetUserId(), QueryDoor.Http, cancellationToken);
            await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.NoContent();
        })
            .ForPeopleAlone().GivesNothing("End every sign-in of the account");
        account.MapOwnPasskeys();
        account.MapTokens();
    }

    /// <param name="CurrentPassword">Null when the account has none yet.</param>
    /// <param name="Password">The new one.</param>
    private sealed record NewPassword(string? CurrentPassword, string? Password);

    private sealed record AccountView(Guid Id, string Email, string Name, bool IsAdministrator, bool HasPassword, IReadOnlyList<SignInView> SignIns);

    private sealed record SignInView(string Provider, string Email, DateTimeOffset LinkedAt);
}
