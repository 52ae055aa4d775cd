using DataAgent.Users;
using DataAgent.Web.Shell;

namespace DataAgent.Web.SignIn;

/// <summary>Challenges for the script of the two pages. The answers come back in their forms.</summary>
internal static class PasskeyEndpoints
{
    public const string SignInPath = "/sign-in/passkey", AddPath = "/account/passkey";

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapPost(SignInPath, async (HttpContext http, PasskeyCeremonies ceremonies) => Json(await ceremonies.BeginSignInAsync(http))).AllowAnonymous();

        app.MapPost(AddPath, async (
            string? name, HttpContext http, UserDirectory users, Passkeys passkeys, PasskeyCeremonies ceremonies, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            if (await users.FindByIdAsync(http.User.GetUserId(), cancellationToken) is not { } user)
                return Problems.NotFound("account");
            if (!Tickets.IsFresh(http.User, clock.GetUtcNow()))
                return Problems.NotPermitted("Sign in again, then add a passkey within ten minutes.");
            // Before the device makes one that would not be kept.
            return await passkeys.CheckAsync(user.Id, name ?? "", cancellationToken) is [var error, ..]
                ? Problems.Invalid(error.Message)
                : Json(await ceremonies.BeginAddAsync(http, user));
        }).RequireAuthorization();
    }

    private static IResult Json(string options) => Results.Text(options, "application/json");
}
