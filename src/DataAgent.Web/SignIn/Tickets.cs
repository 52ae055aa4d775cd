using System.Security.Claims;
using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DataAgent.Web.SignIn;

/// <summary>What a signed-in person carries: who they are, and the stamp that their account had then.</summary>
internal static class Tickets
{
    private const string Stamp = "stamp";

    public static ClaimsPrincipal Of(User user, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString()),
            new(ClaimTypes.Name, user.DisplayName),
            new(ClaimTypes.Email, user.Email),
            new(Stamp, user.SecurityStamp.ToString()),
        ],
        scheme));

    public static Task SignInAsync(HttpContext http, User user) => http.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        Of(user, CookieAuthenticationDefaults.AuthenticationScheme),
        new AuthenticationProperties { IsPersistent = true });

    /// <summary>False also for a ticket of a time when there were no stamps.</summary>
    public static Task<bool> IsCurrentAsync(ClaimsPrincipal ticket, Sessions sessions, CancellationToken cancellationToken) =>
        Guid.TryParse(ticket.FindFirstValue(Stamp), out var stamp)
            ? sessions.IsCurrentAsync(ticket.GetUserId(), stamp, cancellationToken)
            : Task.FromResult(false);
}
