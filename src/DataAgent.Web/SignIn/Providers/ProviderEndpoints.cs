using DataAgent.Users;
using DataAgent.Web.Account;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace DataAgent.Web.SignIn;

/// <summary>The way to a provider. Its way back is the handler's own path, <c>/sign-in/callback/{name}</c>.</summary>
/// <remarks>Links and no forms: a browser does not let a form of ours end at another host.</remarks>
internal static class ProviderEndpoints
{
    public static string Path(string name, string? returnUrl) => ReturnPath.Safe(returnUrl) is not ReturnPath.Home and var safe
        ? QueryHelpers.AddQueryString($"/sign-in/with/{name}", "returnUrl", safe)
        : $"/sign-in/with/{name}";

    public static string AcceptPath(string name, string token) => QueryHelpers.AddQueryString($"/invitation/with/{name}", "token", token);

    public static string LinkPath(string name) => $"{AccountPage.Path}/link/{name}";

    public static void MapProviders(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in/with/{name}", (string name, string? returnUrl, SignInOptions options) =>
            options.Providers.ContainsKey(name)
                ? Results.Challenge(new AuthenticationProperties { RedirectUri = ReturnPath.Safe(returnUrl) }, [ProviderSchemes.Of(name)])
                : Results.Redirect(ReturnPath.SignIn())).AllowAnonymous();

        app.MapGet("/invitation/with/{name}", (string name, string? token, SignInOptions options) =>
        {
            if (!options.Providers.ContainsKey(name) || string.IsNullOrEmpty(token))
                return Results.Redirect(ReturnPath.SignIn());
            var properties = new AuthenticationProperties { RedirectUri = InvitationPage.PathOf(token) };
            properties.Items[ProviderTickets.Invitation] = token;
            return Results.Challenge(properties, [ProviderSchemes.Of(name)]);
        }).AllowAnonymous();

        app.MapGet("/account/link/{name}", (string name, HttpContext http, SignInOptions options) =>
        {
            if (!options.Providers.ContainsKey(name))
                return Results.Redirect(AccountPage.Path);
            // A page of another site must not start it: its own account could be the one that is linked.
            if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin"))
                return Problems.CrossSite();
            var properties = new AuthenticationProperties { RedirectUri = AccountPage.Path };
            properties.Items[ProviderTickets.LinkTo] = http.User.GetUserId().ToString();
            return Results.Challenge(properties, [ProviderSchemes.Of(name)]);
        }).RequireAuthorization();
    }
}
