using DataAgent.Projects;
using DataAgent.SqlGuard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAgent.Queries;

public static class QueryServices
{
    /// <summary>A host with settings of its own registers <see cref="QueryOptions"/> before or after.</summary>
    public static IServiceCollection AddQueries(this IServiceCollection services)
    {
        services.TryAddSingleton(new QueryOptions());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new Guard());
        return services
            .AddSingleton<HostGuard>()
            .AddSingleton<HostReach>()
            .AddSingleton<ProjectPools>()
            .AddSingleton<ProjectConnector>(provider => provider.GetRequiredService<ProjectPools>().OpenAsync)
            .AddSingleton<ResultStore>()
            .AddSingleton<QueryTrail>()
            .AddSingleton<QueryRunner>()
            .AddSingleton<QueryExporter>();
    }
}
