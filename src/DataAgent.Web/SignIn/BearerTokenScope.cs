using DataAgent.Tokens;

namespace DataAgent.Web.SignIn;

/// <summary>What an endpoint asks of a token. One that does not say it is refused for all of them.</summary>
/// <param name="Scope">Null: it is for people alone.</param>
/// <param name="IsOfPlatform">It has no project in its address, so a token for one project does not open it.</param>
internal sealed record BearerTokenScope(TokenScope? Scope, bool IsOfPlatform = false);

internal static class BearerTokenScopes
{
    public static T Needs<T>(this T endpoint, TokenScope scope) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new BearerTokenScope(scope));

    /// <inheritdoc cref="BearerTokenScope"/>
    public static T NeedsForPlatform<T>(this T endpoint, TokenScope scope) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new BearerTokenScope(scope, IsOfPlatform: true));

    /// <summary>Whoever holds a token shall not make more of it than it is: no further tokens, passwords or sign-ins.</summary>
    public static T ForPeopleAlone<T>(this T endpoint) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new BearerTokenScope(null));
}
