using DataAgent.Audit;
using DataAgent.Tokens;
using DataAgent.Users;
using DataAgent.Web.Shell;

namespace DataAgent.Web.SignIn;

/// <summary>Lets a request with a token through when the token is good and its scopes fit the endpoint. Requests without one pass it by.</summary>
internal static class BearerTokenGate
{
    /// <remarks>Right after authentication. Not async, so that what follows knows the token's name.</remarks>
    public static IApplicationBuilder UseBearerTokens(this IApplicationBuilder app)
    {
        var trusted = app.ApplicationServices.GetRequiredService<SignInOptions>().TrustedHeader;
        return app.Use((http, next) =>
        {
            CallerToken.Set(http.Bearer()?.Name);
            if (!BearerToken.Speaks(http, trusted))
                return next(http);
            return Refusal(http) is { } refusal ? refusal.ExecuteAsync(http) : next(http);
        });
    }

    private static IResult? Refusal(HttpContext http)
    {
        if (http.Bearer() is not { } bearer)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Problems.TokenInvalid();
        }

        // There is no such address: the answer is that of any other.
        if (http.GetEndpoint() is not { } endpoint)
            return null;
        return endpoint.Metadata.GetMetadata<BearerTokenScope>() switch
        {
            null or { Scope: null } => Problems.NotForTokens(),
            { Scope: { } scope } when !bearer.Scopes.Contains(scope) => Missing(http, scope),
            { IsOfPlatform: true } when bearer.ProjectId is not null =>
                Problems.NotPermitted("This token is for one project alone. Make one without a project."),
            _ => null,
        };
    }

    private static IResult Missing(HttpContext http, TokenScope scope)
    {
        http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope.Word()}\"";
        return Problems.ScopeMissing(scope.Word());
    }
}
