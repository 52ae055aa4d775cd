using System.Collections.Concurrent;
using DataAgent.Embedded;
using DataAgent.Projects.Roles;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Testing;

/// <summary>One real PostgreSQL server for a test assembly, and databases on it. All is gone when the assembly ends.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"dataagent-tests-{Guid.NewGuid():n}");
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _templates = [];
    private EmbeddedPostgres? _server;

    /// <summary>A superuser's connection to the database "postgres".</summary>
    public string AdminConnectionString => _server!.ConnectionString;

    /// <summary>DATAAGENT_POSTGRES_BIN: another version's programs to test with.</summary>
    public static string? BinDir => Environment.GetEnvironmentVariable("DATAAGENT_POSTGRES_BIN");

    public async ValueTask InitializeAsync()
    {
        var options = new EmbeddedPostgresOptions
        {
            Root = _root,
            BinDir = BinDir,
            Durable = false,
            // Every test has pools of its own, and a pool keeps its connections for a while after its test has ended.
            Settings = new Dictionary<string, string> { ["max_connections"] = "500" },
        };
        _server = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None);
    }

    /// <summary>A new, empty database; the connection string is a superuser's. Dropped with the server.</summary>
    /// <remarks>Closed as PostgreSQL closes it since version 15: before, any role may create tables in the schema public.</remarks>
    public Task<string> CreateDatabaseAsync(CancellationToken cancellationToken) => CreateDatabaseAsync("empty", CloseAsync, cancellationToken);

    /// <summary>A copy of a database that <paramref name="build"/> fills once for the whole assembly. It must not leave connections open.</summary>
    /// <param name="template">Its name: lower-case letters, digits, underscores.</param>
    public async Task<string> CreateDatabaseAsync(string template, Func<string, Task> build, CancellationToken cancellationToken)
    {
        var name = await _templates.GetOrAdd(template, name => new Lazy<Task<string>>(() => BuildTemplateAsync($"template_{name}", build))).Value;
        return await CreateFromAsync(name, cancellationToken);
    }

    /// <summary>A login that can only read a schema, made as the product makes it.</summary>
    public async Task<string> AddReaderAsync(string database, string schema, CancellationToken cancellationToken)
    {
        var role = new ReadOnlyRole($"reader_{Guid.CreateVersion7():n}", "reader", schema, [], []) { ConnectionLimit = 100 };
        if (await RoleSetup.RunAsync(database, role, dryRun: false, cancellationToken) is RoleSetupOutcome.Refused refused)
            throw new InvalidOperationException(refused.Message);
        return new NpgsqlConnectionStringBuilder(database) { Username = role.Name, Password = role.Password }.ConnectionString;
    }

    /// <summary>For a database that a test had the product make.</summary>
    public Task DropDatabaseAsync(string name)
    {
        NpgsqlConnection.ClearAllPools();
        return ExecuteAsync($"drop database if exists {name} with (force)", CancellationToken.None);
    }

    /// <summary>Turns TLS on for new connections; for a server that a test has for itself.</summary>
    public async Task TurnOnTlsAsync(string certificatePem, string keyPem, CancellationToken cancellationToken)
    {
        var account = await ServerAccount.ChooseAsync(_server!.DataFolder, cancellationToken);
        foreach (var (name, pem) in new[] { ("server.crt", certificatePem), ("server.key", keyPem) })
        {
            var path = Path.Combine(_server.DataFolder, name);
            await File.WriteAllTextAsync(path, pem, cancellationToken);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await account.OwnAsync(path, cancellationToken);
        }

        await ExecuteAsync("alter system set ssl = on", cancellationToken);
        await ExecuteAsync("select pg_reload_conf()", cancellationToken);
        var secured = new NpgsqlConnectionStringBuilder(AdminConnectionString) { SslMode = SslMode.Require, Pooling = false }.ConnectionString;
        while (!await OpensAsync(secured, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;
        var folder = _server.Folder;
        await _server.DisposeAsync();
        foreach (var path in new[] { folder, _root }.Where(Directory.Exists))
            Directory.Delete(path, recursive: true);
    }

    private async Task<string> BuildTemplateAsync(string name, Func<string, Task> build)
    {
        await ExecuteAsync($"create database {name} template template0", CancellationToken.None);
        await build(For(name, pooling: false));
        await ExecuteAsync($"alter database {name} with allow_connections false", CancellationToken.None);
        return name;
    }

    private async Task<string> CreateFromAsync(string template, CancellationToken cancellationToken)
    {
        var name = $"t_{Guid.CreateVersion7():n}";
        // Copying files is the quicker way for small databases; older servers know no other.
        await ExecuteAsync($"create database {name} template {template}{(_server!.Major >= 15 ? " strategy file_copy" : "")}", cancellationToken);
        return For(name, pooling: true);
    }

    private string For(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(AdminConnectionString) { Database = database, Pooling = pooling }.ConnectionString;

    private static async Task<bool> OpensAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CloseAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var close = new NpgsqlCommand("revoke create on schema public from public", connection);
        await close.ExecuteNonQueryAsync();
    }
}
