using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAgent.Audit;

public static class AuditServices
{
    /// <summary>A host with settings of its own registers <see cref="AuditOptions"/> before.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.TryAddSingleton(new AuditOptions());
        services.TryAddSingleton(TimeProvider.System);
        return services.AddLogging().AddSingleton<AuditLog>().AddSingleton<AuditRetention>();
    }
}
