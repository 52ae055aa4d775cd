using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Account;

/// <summary>A person's own API tokens. A token can do nothing with any of them, itself among them.</summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this RouteGroupBuilder account)
    {
        var tokens = account.MapGroup("/tokens").ForPeopleAlone();
        tokens.MapGet("", (HttpContext http, ApiTokens store, CancellationToken cancellationToken) =>
            store.ListAsync(http.User.GetUserId(), cancellationToken))
            .Gives<TokenLine[]>("List the account's API tokens");
        tokens.MapPost("", async (WantedToken wanted, HttpContext http, ApiTokens store, CancellationToken cancellationToken) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return await store.AddAsync(http.User.GetUserId(), wanted.ToDraft(), QueryDoor.Http, cancellationToken) switch
            {
                TokenOutcome.Made(var token, var secret) => Results.Created((string?)null, MadeToken.Of(token, secret)),
                TokenOutcome.Invalid invalid => Problems.Invalid(invalid.Errors),
                var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
            };
        })
            .Gives<MadeToken>("Make an API token; it is shown this once", 201, 400);
        tokens.MapDelete("/{id:guid}", async (Guid id, HttpContext http, ApiTokens store, CancellationToken cancellationToken) =>
            await store.RevokeAsync(http.User.GetUserId(), id, QueryDoor.Http, cancellationToken)
                ? Results.NoContent()
                : Problems.NotFound("token"))
            .GivesNothing("Revoke an API token", 404);
    }

    /// <param name="Days">How long it is good; null: 90.</param>
    /// <param name="Project">Slug of the one project it is for; null: all of the person's.</param>
    private sealed record WantedToken(string? Name, IReadOnlyList<string?>? Scopes, int? Days, string? Project)
    {
        public TokenDraft ToDraft() => new(Name ?? "", [.. (Scopes ?? []).Select(scope => scope ?? "")], Days ?? TokenDraft.UsualDays, Project);
    }

    /// <param name="Token">Shown this once.</param>
    private sealed record MadeToken(Guid Id, string Name, IReadOnlyList<TokenScope> Scopes, string? Project, DateTimeOffset ExpiresAt, string Token)
    {
        public static MadeToken Of(TokenLine line, string secret) => new(line.Id, line.Name, line.Scopes, line.Project, line.ExpiresAt, secret);
    }
}
