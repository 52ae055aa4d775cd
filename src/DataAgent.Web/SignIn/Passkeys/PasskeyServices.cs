using DataAgent.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SignInOptions = DataAgent.Users.SignInOptions;

namespace DataAgent.Web.SignIn;

/// <summary>Identity's handler of passkeys over our own tables. Nothing else of Identity is there: no cookie, no manager to be had.</summary>
internal static class PasskeyServices
{
    public static IServiceCollection AddPasskeys(this IServiceCollection services, SignInOptions signIn) => services
        .Configure<IdentityPasskeyOptions>(options => Set(options, signIn))
        .AddSingleton<IPasskeyHandler<User>>(provider =>
            new PasskeyHandler<User>(Manager(provider), provider.GetRequiredService<IOptions<IdentityPasskeyOptions>>()))
        .AddSingleton<PasskeyCeremonies>();

    private static void Set(IdentityPasskeyOptions options, SignInOptions signIn)
    {
        options.ServerDomain = signIn.PublicUrl is { } url ? new Uri(url).Host : null;
        options.AuthenticatorTimeout = PasskeyChallenges.Lifetime;
        // Signing in asks for no name, and a passkey stands for a password and a second factor at once.
        options.ResidentKeyRequirement = "required";
        options.UserVerificationRequirement = "required";
        options.AttestationConveyancePreference = "none";
        options.ValidateOrigin = context => ValueTask.FromResult(
            !context.CrossOrigin && context.TopOrigin is null && context.Origin == PasskeySite.Of(signIn, context.HttpContext.Request).Origin);
    }

    /// <remarks>The handler asks it to find people and their keys, so it needs the store alone.</remarks>
    private static UserManager<User> Manager(IServiceProvider provider) => new(
        provider.GetRequiredService<PasskeyStore>(), null!, null!, [], [], null!, null!, null!, provider.GetRequiredService<ILogger<UserManager<User>>>());
}
