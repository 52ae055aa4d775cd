using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Embedded;

/// <summary>
/// A PostgreSQL server of our own, on a loopback port, in a folder of our own. All processes that name the same folder share it:
/// the first one starts it, the last one to leave stops it, and a watchdog does so for one that was killed.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ServerFolder _folder;
    private readonly Registration _registration;
    private readonly string _data;
    private Watchdog? _watchdog;

    private EmbeddedPostgres(ServerFolder folder, Registration registration, Watchdog watchdog, string data, Postmaster server, int major)
    {
        (_folder, _registration, _watchdog, _data, Major, Port, ServerPid) = (folder, registration, watchdog, data, major, server.Port, server.Pid);
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = Cluster.Superuser,
            Password = File.ReadAllText(folder.Secret),
            Database = "postgres",
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
    }

    /// <summary>The superuser's, to the database "postgres". The port may be another one after a restart.</summary>
    public string ConnectionString { get; }

    public int Port { get; }

    public int Major { get; }

    /// <summary>Where the data is: the folder "postgres" below the root asked for, or the place that <see cref="Notice"/> names.</summary>
    public string Folder => _folder.Path;

    /// <summary>Something the operator should know, in a sentence; null when all is as asked.</summary>
    public string? Notice => _folder.Notice;

    internal string DataFolder => _data;

    internal int ServerPid { get; }

    /// <exception cref="EmbeddedPostgresException">No server programs, another version's data, a folder that cannot be used …</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException("The built-in database runs on Linux and macOS. Set ConnectionStrings__Platform to a PostgreSQL of your own.");

        try
        {
            var folder = await ServerFolder.OpenAsync(options.Root, cancellationToken);
            if (folder.Notice is { } notice)
                LogNotice(logger, notice);
            return await JoinAsync(folder, options, logger, cancellationToken);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedPostgresException($"{options.Root} cannot be written. Start the program as the user it belongs to, or choose another folder with DATAAGENT_DATA.", e);
        }
    }

    /// <summary>Makes a database when it is missing.</summary>
    /// <param name="name">Lower-case letters, digits and underscores.</param>
    /// <returns>The superuser's connection string to it.</returns>
    public async Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            await using var create = new NpgsqlCommand($"create database \"{name}\"", connection);
            await using var close = new NpgsqlCommand($"revoke connect, temporary on database \"{name}\" from public", connection);
            try
            {
                await create.ExecuteNonQueryAsync(cancellationToken);
                // Roles of other databases on this server have no business in ours.
                await close.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another process was quicker.
            }
        }

        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Stops the server unless another live process needs it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _watchdog, null) is not { } watchdog)
            return;
        await using var startLock = await StartLock.TakeAsync(_folder.StartLock, CancellationToken.None);
        await watchdog.ReleaseAsync();
        if (_registration.Exists)
            await Watchdog.Start(_folder, _registration.Name, _data).ReleaseAsync(); // The first one was killed.
    }

    private static async Task<EmbeddedPostgres> JoinAsync(ServerFolder folder, EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var registration = Registration.Add(folder);
        try
        {
            await using var startLock = await StartLock.TakeAsync(folder.StartLock, cancellationToken);
            await Watchdog.WaitForOrphansAsync(folder, cancellationToken);
            Registration.RemoveDead(folder);
            return await StartUnderLockAsync(folder, registration, options, logger, cancellationToken);
        }
        catch
        {
            registration.Remove();
            throw;
        }
    }

    private static async Task<EmbeddedPostgres> StartUnderLockAsync(
        ServerFolder folder, Registration registration, EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var programs = await ServerPrograms.FindAsync(folder, options.BinDir, cancellationToken);
        var watchdog = Watchdog.Start(folder, registration.Name, folder.Data(programs.Major));
        try
        {
            var data = await Cluster.EnsureAsync(folder, programs, options.Durable, cancellationToken);
            var server = await new ServerStart(folder, programs, data, options).RunAsync(cancellationToken);
            var postgres = new EmbeddedPostgres(folder, registration, watchdog, data, server, programs.Major);
            await postgres.CheckAsync(cancellationToken);
            LogReady(logger, programs.Major, postgres.Port, data);
            return postgres;
        }
        catch
        {
            await watchdog.ReleaseAsync();
            throw;
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new EmbeddedPostgresException($"The database in {_data} has another password than {_folder.Secret} says. Put the right file back from a backup, or move {_data} away to begin anew.", e);
        }
    }

    /// <summary>Not pooled: a pool would keep connections to a server that a later start replaces on the same port.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL {Major} is ready on port {Port}, data in {Data}")]
    private static partial void LogReady(ILogger logger, int major, int port, string data);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void LogNotice(ILogger logger, string notice);
}
