using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Visualizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Tests.Queries;

public sealed class QueryServicesTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>
{
    [Fact]
    public async Task A_host_gets_the_door_from_its_features_and_may_bring_its_own_limits()
    {
        var options = new QueryOptions { AllowPrivateAddresses = false };
        var services = new ServiceCollection()
            .AddSingleton(options)
            .AddSingleton(database.Platform.Vault)
            .AddSingleton<IDbContextFactory<PlatformDbContext>>(database.Platform)
            .AddSingleton(database.Platform.Source)
            .AddProjects().AddDictionary().AddQueries().AddAudit().AddVisualizations();

        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(provider.GetRequiredService<QueryRunner>());
        Assert.NotNull(provider.GetRequiredService<ChartStore>());
        Assert.Same(options, provider.GetRequiredService<QueryOptions>());
    }
}
