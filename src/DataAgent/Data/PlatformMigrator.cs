using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace DataAgent.Data;

/// <summary>Brings our own database to the shape this program knows. Any number of processes may call it at once.</summary>
public sealed class PlatformMigrator(NpgsqlDataSource source)
{
    // Any number that nobody else uses in this database.
    private const long LockKey = 0x44_41_54_41;

    private static readonly HashSet<string> _known =
        [.. typeof(PlatformDbContext).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()];

    /// <exception cref="PlatformStartException">The database belongs to a newer program.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await IsCurrentAsync(connection, cancellationToken))
            return;

        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            var options = new DbContextOptionsBuilder<PlatformDbContext>();
            options.UsePlatform(source);
            await using var db = new PlatformDbContext(options.Options);
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>Has our database the shape that this program knows?</summary>
    /// <exception cref="PlatformStartException">It belongs to a newer program.</exception>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await IsCurrentAsync(connection, cancellationToken);
    }

    /// <summary>Asks without the model, which takes most of a second to build: a command that finds all in place starts sooner.</summary>
    private static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await ListAppliedAsync(connection, cancellationToken);
        if (applied.Find(id => !_known.Contains(id)) is { } newer)
            throw new PlatformStartException($"The platform's database was made by a newer version of this program (it has '{newer}'). Update the program, or restore a backup from before.");
        return _known.IsSubsetOf(applied);
    }

    private static async Task<List<string>> ListAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand($"select to_regclass('{PlatformDatabase.MigrationTable}') is not null", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
            return [];

        await using var ids = new NpgsqlCommand($"select array_agg(migration_id order by migration_id) from {PlatformDatabase.MigrationTable}", connection);
        return await ids.ExecuteScalarAsync(cancellationToken) is string[] list ? [.. list] : [];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No timeout: whoever waits, waits for another process to finish its migrations.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
