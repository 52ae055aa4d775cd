using DataAgent.Users;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace DataAgent.Web.SignIn;

internal static class SignInServices
{
    /// <summary>The cookie, the word of a trusted proxy, or an API token.</summary>
    private const string Either = "person";

    /// <remarks>After the pages: theirs is another <see cref="AuthenticationStateProvider"/>.</remarks>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var options = SignInOptions.From(configuration);
        services.AddDataProtection().SetApplicationName("data-agent");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, CookieKeys>();
        services.AddWays(options);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, PageAuthentication>();
        services.AddScoped<Person>();
        services.AddGuessLimit();
        services.AddPasskeys(options);
        services.AddSingleton<PublicAddress>();
        services.AddHostedService<ResetHosting>();
        return services;
    }

    private static void AddWays(this IServiceCollection services, SignInOptions signIn)
    {
        var authentication = services.AddAuthentication(options =>
        {
            options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultAuthenticateScheme = Either;
        });
        authentication.AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = http =>
            BearerToken.Speaks(http, signIn.TrustedHeader) ? BearerToken.SchemeName
            : TrustedHeader.Speaks(http, signIn.TrustedHeader) ? TrustedHeader.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme);
        authentication.AddScheme<AuthenticationSchemeOptions, TrustedHeader>(TrustedHeader.SchemeName, null);
        authentication.AddScheme<AuthenticationSchemeOptions, BearerToken>(BearerToken.SchemeName, null);
        authentication.AddProviders(signIn);
        authentication.AddCookie(options =>
        {
            options.Cookie.Name = "data-agent";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = TimeSpan.FromDays(14);
            options.SlidingExpiration = true;
            options.Events.OnValidatePrincipal = CookieCheck.ValidateAsync;
            options.Events.OnRedirectToLogin = context => IsApi(context)
                ? SignInNeededAsync(context)
                : AnswerAsync(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
        });
    }

    private static bool IsApi(RedirectContext<CookieAuthenticationOptions> context) => context.Request.Path.StartsWithSegments("/api");

    private static Task SignInNeededAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.SignInNeeded().ExecuteAsync(context.HttpContext);
    }

    // A program wants a status; a person wants a page that says what to do.
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (IsApi(context) || context.Request.Path.StartsWithSegments("/_blazor"))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(ReturnPath.SignIn(HttpMethods.IsGet(context.Request.Method) ? $"{context.Request.Path}{context.Request.QueryString}" : null));
        return Task.CompletedTask;
    }
}
