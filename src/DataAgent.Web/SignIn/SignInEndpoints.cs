using System.Security.Claims;
using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DataAgent.Web.SignIn;

internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", async (string? token, HttpContext http, SignInLinks links, CancellationToken cancellationToken) =>
        {
            if (string.IsNullOrEmpty(token) || await links.RedeemAsync(token, cancellationToken) is not { } user)
                return Results.Redirect("/signed-out?reason=link");
            var identity = new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, user.Id.ToString()), new(ClaimTypes.Name, user.DisplayName), new(ClaimTypes.Email, user.Email)],
                CookieAuthenticationDefaults.AuthenticationScheme);
            await http.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
            // The token must not stay in the address bar, nor in a cache.
            http.Response.Headers.CacheControl = "no-store";
            return Results.Redirect("/");
        }).AllowAnonymous();

        app.MapPost("/sign-out", async (HttpContext http) =>
        {
            await http.SignOutAsync();
            return Results.Redirect("/signed-out?reason=bye");
        }).AllowAnonymous();
    }
}
