using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Data;

/// <summary>The one place that says how our own database is mapped and reached.</summary>
public static class PlatformDatabase
{
    internal const string MigrationTable = "schema_migration";

    public static DbContextOptionsBuilder UsePlatform(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable(MigrationTable)
                // The provider's own wraps what may pass into an exception that nobody takes for one of a database.
                .ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(log => log.Log((RelationalEventId.CommandExecuted, LogLevel.Debug)));

    /// <summary>Connections that keep the plans of what they run often: they are direct ones, without a transaction pooler in between.</summary>
    public static NpgsqlDataSource CreateSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (100, 2);
        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>Registers the platform's <see cref="NpgsqlDataSource"/>, <c>IDbContextFactory&lt;PlatformDbContext&gt;</c> over it, and the migrator.</summary>
    public static IServiceCollection AddPlatformDatabase(this IServiceCollection services, string connectionString) => services
        .AddSingleton(_ => CreateSource(connectionString))
        .AddPooledDbContextFactory<PlatformDbContext>((provider, options) => options.UsePlatform(provider.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<PlatformMigrator>();
}
