using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;

namespace DataAgent.Web.SignIn;

/// <summary>Asks our database with every request whether the cookie still counts: a disabled account or an ended sign-in is over at once.</summary>
internal static class CookieCheck
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        // Scripts and styles are everybody's; a page fetches dozens of them.
        if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return;
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        if (context.Principal is { } ticket && await Tickets.IsCurrentAsync(ticket, sessions, http.RequestAborted))
            return;
        context.RejectPrincipal();
        await http.SignOutAsync(context.Scheme.Name);
    }
}
