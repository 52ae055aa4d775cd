using System.Data.Common;
using DataAgent.Users;
using DataAgent.Web.Projects;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace DataAgent.Web.SignIn;

/// <summary>Open pages make no requests that a cookie is checked with, so each asks every few seconds whether its person may stay, in the house and in its project.</summary>
internal sealed class PageAuthentication(ILoggerFactory logs, Sessions sessions, MemberWatch watch) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    /// <remarks>False makes everybody on the page a stranger: whatever it asks for next is refused.</remarks>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            if (!await Tickets.IsCurrentAsync(authenticationState.User, sessions, cancellationToken))
                return false;
            await watch.LookAsync(authenticationState.User.GetUserId(), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is DbException or ObjectDisposedException || e.InnerException is DbException)
        {
            // Our database is away for a moment, or the host ends: nothing is told meanwhile, and the next look decides.
            return true;
        }
    }
}
