using DataAgent.Users;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace DataAgent.Web.SignIn;

/// <summary>Open pages make no requests that a cookie is checked with, so each asks every few seconds whether its person may stay.</summary>
internal sealed class PageAuthentication(ILoggerFactory logs, Sessions sessions) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    /// <remarks>False makes everybody on the page a stranger: whatever it asks for next is refused.</remarks>
    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Tickets.IsCurrentAsync(authenticationState.User, sessions, cancellationToken);
}
