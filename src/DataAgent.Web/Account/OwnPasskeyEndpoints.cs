using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Account;

/// <summary>A person's own passkeys, for programs that act with their sign-in. Adding one takes a browser.</summary>
internal static class OwnPasskeyEndpoints
{
    public static void MapOwnPasskeys(this RouteGroupBuilder account)
    {
        var group = account.MapGroup("/passkeys").ForPeopleAlone();
        group.MapGet("", (HttpContext http, Passkeys passkeys, CancellationToken cancellationToken) =>
            passkeys.ListAsync(http.User.GetUserId(), cancellationToken))
            .Gives<PasskeyLine[]>("List the account's passkeys");
        group.MapDelete("/{id:guid}", async (Guid id, HttpContext http, Passkeys passkeys, CancellationToken cancellationToken) =>
            await passkeys.RemoveAsync(http.User.GetUserId(), id, QueryDoor.Http, cancellationToken) is PasskeyOutcome.Saved
                ? Results.NoContent()
                : Problems.NotFound("passkey"))
            .GivesNothing("Remove a passkey", 404);
    }
}
