using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Tokens;

public static class TokenServices
{
    public static IServiceCollection AddTokens(this IServiceCollection services) => services.AddSingleton<ApiTokens>();
}
