using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAgent.Users;

public static class UserServices
{
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new SignInOptions());
        return services
            .AddSingleton<UserDirectory>()
            .AddSingleton<People>()
            .AddSingleton<AccountLinks>()
            .AddSingleton<Sessions>()
            .AddSingleton<SignInLinks>()
            .AddSingleton<PasswordHashes>()
            .AddSingleton<PasswordSignIn>()
            .AddSingleton<Passwords>()
            .AddSingleton<PasswordLinks>()
            .AddSingleton<PasswordMails>()
            .AddSingleton<ResetRequests>()
            .AddSingleton<Passkeys>()
            .AddSingleton<PasskeyChallenges>()
            .AddSingleton<PasskeySignIn>()
            .AddSingleton<PasskeyStore>()
            .AddSingleton<HeaderVisits>()
            .AddSingleton<ExternalSignIn>();
    }
}
