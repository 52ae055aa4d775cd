using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DataAgent.Web.SignIn;

/// <summary>One handler of the framework for each provider of the settings: authorization code with PKCE, back by GET.</summary>
internal static class ProviderSchemes
{
    private static readonly string[] _scopes = ["openid", "profile", "email"];

    public static string Of(string name) => $"provider/{name}";

    public static string NameOf(string scheme) => scheme["provider/".Length..];

    public static void AddProviders(this AuthenticationBuilder authentication, SignInOptions options)
    {
        foreach (var (name, provider) in options.Providers)
        {
            if (provider.Kind == ProviderKind.GitHub)
                authentication.AddGitHub(name, provider);
            else
                authentication.AddOidc(name, provider);
        }
    }

    /// <summary>What all remote handlers share.</summary>
    public static void Configure(RemoteAuthenticationOptions options, string name)
    {
        options.CallbackPath = $"/sign-in/callback/{name}";
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.SaveTokens = false;
        // The answer comes as a link from the provider's page, for which Lax is enough; "None" would ask for https in every intranet.
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Events.OnTicketReceived = ProviderTickets.ReceiveAsync;
        options.Events.OnRemoteFailure = ProviderTickets.FailAsync;
    }

    private static void AddOidc(this AuthenticationBuilder authentication, string name, ProviderOptions provider) => authentication.AddOpenIdConnect(Of(name), options =>
    {
        Configure(options, name);
        options.Authority = provider.Server;
        // Only for a server on this machine; the settings refuse any other.
        options.RequireHttpsMetadata = provider.Server.StartsWith("https://", StringComparison.Ordinal);
        (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
        (options.ResponseType, options.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        options.UsePkce = true;
        options.MapInboundClaims = false;
        // Some tell the address only there; the handler checks that it speaks of the same person.
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.MapJsonKey(ProviderTickets.EmailVerified, ProviderTickets.EmailVerified);
        options.Scope.Clear();
        foreach (var scope in _scopes)
            options.Scope.Add(scope);
        options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.DisableTelemetry = true;
    });
}
