using System.Globalization;
using System.Security.Claims;
using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DataAgent.Web.SignIn;

/// <summary>What a signed-in person carries: who they are, the stamp that their account had then, and when that was.</summary>
internal static class Tickets
{
    private const string Stamp = "stamp", SignedInAt = "signed_in_at";

    /// <summary>So long after signing in a person may add what signs them in for ever.</summary>
    private static readonly TimeSpan _freshness = TimeSpan.FromMinutes(10);

    public static ClaimsPrincipal Of(User user, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString()),
            new(ClaimTypes.Name, user.DisplayName),
            new(ClaimTypes.Email, user.Email),
            new(Stamp, user.SecurityStamp.ToString()),
        ],
        scheme));

    /// <remarks>The cookie's own times move on while it is used, so the ticket carries this one.</remarks>
    public static Task SignInAsync(HttpContext http, User user)
    {
        var ticket = Of(user, CookieAuthenticationDefaults.AuthenticationScheme);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        ((ClaimsIdentity)ticket.Identity!).AddClaim(new(SignedInAt, now.ToString(CultureInfo.InvariantCulture)));
        return http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, ticket, new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>Did this person show a moment ago who they are? A trusted proxy says so with every request.</summary>
    public static bool IsFresh(ClaimsPrincipal ticket, DateTimeOffset now) =>
        ticket.Identity?.AuthenticationType == TrustedHeader.SchemeName
        || (long.TryParse(ticket.FindFirstValue(SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && now - DateTimeOffset.FromUnixTimeSeconds(at) <= _freshness);

    /// <summary>False also for a ticket of a time when there were no stamps.</summary>
    public static Task<bool> IsCurrentAsync(ClaimsPrincipal ticket, Sessions sessions, CancellationToken cancellationToken) =>
        Guid.TryParse(ticket.FindFirstValue(Stamp), out var stamp)
            ? sessions.IsCurrentAsync(ticket.GetUserId(), stamp, cancellationToken)
            : Task.FromResult(false);
}
