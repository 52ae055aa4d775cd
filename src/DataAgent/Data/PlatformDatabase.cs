using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Data;

/// <summary>The one place that says how our own database is mapped and reached.</summary>
public static class PlatformDatabase
{
    internal const string MigrationTable = "schema_migration";

    public static DbContextOptionsBuilder UsePlatform(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable(MigrationTable))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(log => log.Log((RelationalEventId.CommandExecuted, LogLevel.Debug)));

    /// <summary>Registers the platform's <see cref="NpgsqlDataSource"/>, <c>IDbContextFactory&lt;PlatformDbContext&gt;</c> over it, and the migrator.</summary>
    public static IServiceCollection AddPlatformDatabase(this IServiceCollection services, string connectionString) => services
        .AddSingleton(_ => NpgsqlDataSource.Create(connectionString))
        .AddPooledDbContextFactory<PlatformDbContext>((provider, options) => options.UsePlatform(provider.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<PlatformMigrator>();
}
