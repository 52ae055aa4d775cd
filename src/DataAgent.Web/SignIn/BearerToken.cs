using System.Text.Encodings.Web;
using DataAgent.Tokens;
using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DataAgent.Web.SignIn;

/// <summary>Takes an API token for the person who made it: on the HTTP API alone, never for pages or their connections.</summary>
internal sealed class BearerToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "bearer-token";

    private const string Bearer = "Bearer ";

    /// <summary>
    /// Whoever sends one means it, whatever cookie comes along. A proxy that signs people in may send a token of its own beside its header: that
    /// is none of ours.
    /// </summary>
    public static bool Speaks(HttpContext http, TrustedHeaderOptions trusted) =>
        http.Request.Path.StartsWithSegments("/api/v1") && SecretOf(http.Request) is { } secret
        && (secret.StartsWith(ApiTokens.Prefix, StringComparison.Ordinal) || !TrustedHeader.Speaks(http, trusted));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SecretOf(Request) is not { } secret || await tokens.FindBearerAsync(secret, Context.RequestAborted) is not { } bearer)
            return AuthenticateResult.NoResult();
        Context.Features.Set(bearer);
        return AuthenticateResult.Success(new AuthenticationTicket(Tickets.Of(bearer.User, Scheme.Name), Scheme.Name));
    }

    private static string? SecretOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } value && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..].Trim()
            : null;
}

internal static class Bearers
{
    /// <summary>Null: the person came without a token, by a cookie or a trusted header.</summary>
    public static TokenBearer? Bearer(this HttpContext http) => http.Features.Get<TokenBearer>();
}
