using System.Diagnostics;
using DataAgent.Projects.Roles;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Demo;

/// <summary>A shop's database to try things on: 16 tables, 640,000 order lines of the years 2023 to 2025, the same on every machine.</summary>
public static partial class DemoDatabase
{
    public const string Name = "demo";
    public const string Schema = "shop";

    /// <summary>Personal data of customers: what the demo project hides.</summary>
    public static readonly IReadOnlyList<string> ExcludedTables = ["customer_contact"];

    /// <summary>The files of the script, in order.</summary>
    private static readonly string[] Parts = ["1-tables.sql", "2-company.sql", "3-sales.sql", "4-keys.sql"];

    /// <summary>Makes the database when there is none. It is built under another name first, so that a crash leaves nothing half done.</summary>
    /// <param name="adminConnectionString">Of a role that may make databases; the database it names is only used to sign in.</param>
    /// <param name="name">The database's name.</param>
    /// <returns>Whether it had to be made.</returns>
    public static async Task<bool> EnsureAsync(string adminConnectionString, string name, ILogger logger, CancellationToken cancellationToken)
    {
        await using var admin = await OpenAsync(adminConnectionString, null, cancellationToken);
        // Held until the connection closes: of two hosts that start at once, one builds and the other waits.
        await RunAsync(admin, $"select pg_advisory_lock(hashtext({PgQuote.Text($"dataagent demo {name}")}))", cancellationToken);
        if (await ExistsAsync(admin, name, cancellationToken))
            return false;

        Log.Building(logger, name);
        var started = Stopwatch.GetTimestamp();
        var unfinished = $"{name}_new_{Environment.ProcessId}";
        foreach (var left in await ListUnfinishedAsync(admin, name, cancellationToken))
            await RunAsync(admin, $"drop database {PgQuote.Name(left)} with (force)", cancellationToken);
        await RunAsync(admin, $"create database {PgQuote.Name(unfinished)} template template0 encoding 'UTF8'", cancellationToken);
        try
        {
            await FillAsync(adminConnectionString, unfinished, cancellationToken);
            await RunAsync(admin, $"alter database {PgQuote.Name(unfinished)} rename to {PgQuote.Name(name)}", cancellationToken);
        }
        catch
        {
            await RunAsync(admin, $"drop database if exists {PgQuote.Name(unfinished)} with (force)", CancellationToken.None);
            throw;
        }

        Log.Built(logger, name, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return true;
    }

    /// <summary>A connection string to the demo database on the same server.</summary>
    public static string On(string adminConnectionString, string name) =>
        new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = name }.ConnectionString;

    /// <summary>False: there is no such database, or no such login to it.</summary>
    public static async Task<bool> OpensAsync(
        string adminConnectionString, string user, string password, CancellationToken cancellationToken)
    {
        var login = new NpgsqlConnectionStringBuilder(adminConnectionString) { Username = user, Password = password };
        try
        {
            await using var connection = await OpenAsync(login.ConnectionString, Name, cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    private static async Task FillAsync(string adminConnectionString, string name, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(adminConnectionString, name, cancellationToken);
        // The default since PostgreSQL 15. Before, everybody may create tables there, and a role that may stops its project.
        await RunAsync(connection, "revoke create on schema public from public", cancellationToken);
        foreach (var part in Parts)
            await RunAsync(connection, await ReadAsync(part, cancellationToken), cancellationToken);
        await RunAsync(connection, "vacuum", cancellationToken);
    }

    private static async Task<string> ReadAsync(string part, CancellationToken cancellationToken)
    {
        await using var stream = typeof(DemoDatabase).Assembly.GetManifestResourceStream($"DataAgent.Demo.{part}")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <remarks>Without a pool: an idle connection would be in the way of the renaming.</remarks>
    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, string? database, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 300 };
        builder.Database = database ?? builder.Database;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection admin, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", admin) { Parameters = { new() { Value = name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <remarks>Whoever holds the lock knows that nobody is still building them.</remarks>
    private static async Task<IReadOnlyList<string>> ListUnfinishedAsync(NpgsqlConnection admin, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select datname::text from pg_database where starts_with(datname::text, $1 || '_new_')", admin) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> names = [];
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Making the demo database {Name}, once. This takes some ten seconds.")]
        public static partial void Building(ILogger logger, string name);

        [LoggerMessage(LogLevel.Information, "The demo database {Name} is ready after {Seconds:0.0} s.")]
        public static partial void Built(ILogger logger, string name, double seconds);
    }
}
