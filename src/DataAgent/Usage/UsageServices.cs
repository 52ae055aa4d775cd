using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Usage;

public static class UsageServices
{
    /// <summary>Needs the agent's options.</summary>
    public static IServiceCollection AddUsage(this IServiceCollection services) => services.AddSingleton<UsageStore>();
}
