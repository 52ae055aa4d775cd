using System.Diagnostics;
using Npgsql;

namespace DataAgent.Data;

/// <summary>Runs PostgreSQL's own programs, such as pg_dump, on our database.</summary>
public static class DatabaseTools
{
    /// <summary>False: somebody has tables in it.</summary>
    public static async Task<bool> IsEmptyAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var tables = source.CreateCommand(
            "select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^(pg_|information_schema$)' and c.relkind in ('r', 'p'))");
        return await tables.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>The program finds the database by PostgreSQL's own environment variables, so that no password is in a list of processes.</summary>
    /// <exception cref="PlatformStartException">There is no such program.</exception>
    public static async Task<int> RunAsync(string connectionString, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(command[0], await MajorAsync(connectionString, cancellationToken)), command.Skip(1)) { UseShellExecute = false };
        foreach (var (name, value) in Variables(new NpgsqlConnectionStringBuilder(connectionString)))
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PlatformStartException($"There is no program {command[0]}. Install PostgreSQL's client programs (Debian: apt-get install postgresql-client).", e);
        }
    }

    private static async Task<int> MajorAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return connection.PostgreSqlVersion.Major;
    }

    /// <summary>The oldest installed one that knows the server: an older one refuses it, and what a newer one writes may be too new for it.</summary>
    private static string Find(string program, int major) => !Directory.Exists("/usr/lib/postgresql") ? program
        : Directory.EnumerateDirectories("/usr/lib/postgresql")
            .Select(folder => (Major: int.TryParse(Path.GetFileName(folder), out var version) ? version : 0, Path: Path.Combine(folder, "bin", program)))
            .Where(one => one.Major >= major && File.Exists(one.Path)).OrderBy(one => one.Major).Select(one => one.Path).FirstOrDefault() ?? program;

    private static IEnumerable<(string Name, string Value)> Variables(NpgsqlConnectionStringBuilder settings)
    {
        (string Name, string? Value)[] all =
        [
            ("PGHOST", settings.Host), ("PGPORT", $"{settings.Port}"), ("PGDATABASE", settings.Database), ("PGUSER", settings.Username),
            ("PGPASSWORD", settings.Password), ("PGAPPNAME", "dataagent database exec"),
            ("PGSSLMODE", settings.SslMode switch { SslMode.VerifyFull => "verify-full", SslMode.VerifyCA => "verify-ca", var mode => mode.ToString().ToLowerInvariant() }),
        ];
        return all.Where(one => one.Value is not null).Select(one => (one.Name, one.Value!));
    }
}
