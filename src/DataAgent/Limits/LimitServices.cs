using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAgent.Limits;

public static class LimitServices
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(new LimitsOptions());
        return services.AddSingleton<RequestLimit>().AddSingleton<ModelBudget>();
    }
}
