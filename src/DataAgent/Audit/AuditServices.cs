using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Audit;

public static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<AuditLog>();
}
