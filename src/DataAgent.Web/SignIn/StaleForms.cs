using DataAgent.Web.Account;
using Microsoft.AspNetCore.Antiforgery;

namespace DataAgent.Web.SignIn;

/// <summary>A form that was opened before somebody signed in or out in another tab carries a token that no longer fits. Its page is shown anew, and nothing is done.</summary>
internal static class StaleForms
{
    public static IApplicationBuilder UseStaleForms(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
            return next(http);
        http.Response.Redirect(http.Request.Path == AccountPage.Path ? AccountPage.Path
            : http.Request.Path == InvitationPage.Path ? InvitationPage.PathOf(http.Request.Query["token"].ToString())
            : ReturnPath.SignIn(http.Request.Query["returnUrl"], SignInProblem.Stale));
        return Task.CompletedTask;
    });
}
