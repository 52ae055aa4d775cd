using DataAgent.Conversations;
using DataAgent.Credentials;
using DataAgent.Embedded;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Data;

/// <summary>What every host needs before anything else: keys, and our own database, reachable and migrated.</summary>
/// <remarks>Dispose it last: the built-in server stops when no other process needs it.</remarks>
public sealed class PlatformStart : IAsyncDisposable
{
    private const string DatabaseName = "dataagent";
    private const int OldestMajor = 13;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    private readonly EmbeddedPostgres? _server;

    private PlatformStart(PlatformHome home, CredentialKeyRing keyRing, string connectionString, EmbeddedPostgres? server) =>
        (Home, KeyRing, ConnectionString, _server) = (home, keyRing, connectionString, server);

    public PlatformHome Home { get; }

    public CredentialKeyRing KeyRing { get; }

    public string ConnectionString { get; }

    public bool IsEmbedded => _server is not null;

    /// <summary>A superuser's connection to the built-in server, for databases beside ours; null when we run on a given one.</summary>
    public string? AdminConnectionString => _server?.ConnectionString;

    /// <summary>Something the operator should know, in a sentence.</summary>
    public string? Notice => _server?.Notice;

    /// <exception cref="PlatformStartException">In one sentence what is wrong and what to do.</exception>
    public static Task<PlatformStart> StartAsync(PlatformHome home, ILogger logger, CancellationToken cancellationToken) =>
        StartAsync(home, logger, isPrepared: true, cancellationToken);

    /// <summary>The database as it is, which may be empty or of an older version: for backups, and for what they are restored to.</summary>
    /// <inheritdoc cref="StartAsync(PlatformHome, ILogger, CancellationToken)"/>
    public static Task<PlatformStart> StartBareAsync(PlatformHome home, ILogger logger, CancellationToken cancellationToken) =>
        StartAsync(home, logger, isPrepared: false, cancellationToken);

    private static async Task<PlatformStart> StartAsync(PlatformHome home, ILogger logger, bool isPrepared, CancellationToken cancellationToken)
    {
        var keyRing = home.ReadKeyRing(mayMake: isPrepared);
        EmbeddedPostgres? server = null;
        try
        {
            string connectionString;
            if (home.ConnectionString is null)
            {
                server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { Root = home.Folder, BinDir = home.PostgresBinDir }, logger, cancellationToken);
                connectionString = await server.EnsureDatabaseAsync(DatabaseName, cancellationToken);
            }
            else
            {
                connectionString = home.ConnectionString;
            }

            if (isPrepared)
                await PrepareAsync(connectionString, TimeProvider.System, cancellationToken);
            return new PlatformStart(home, keyRing, connectionString, server);
        }
        catch (Exception e)
        {
            if (server is not null)
                await server.DisposeAsync();
            if (e is EmbeddedPostgresException)
                throw new PlatformStartException(e.Message, e);
            if (home.ConnectionString is not null && ConnectionAdvice.Find(home.ConnectionString, e) is { } advice)
                throw new PlatformStartException(advice, e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>A server that is just starting or stopping is waited for. One that is not there at all is told of at once.</summary>
    private static async Task PrepareAsync(string connectionString, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await PrepareOnceAsync(connectionString, cancellationToken);
                return;
            }
            catch (Exception e) when (Patience.IsRestarting(e) && time.GetElapsedTime(started) < Patience.Usual)
            {
                await Task.Delay(_pause, time, cancellationToken);
            }
        }
    }

    private static async Task PrepareOnceAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using (var connection = await source.OpenConnectionAsync(cancellationToken))
        {
            if (connection.PostgreSqlVersion.Major < OldestMajor)
                throw new PlatformStartException($"The server in ConnectionStrings__Platform is PostgreSQL {connection.PostgreSqlVersion.Major}: the platform needs {OldestMajor} or newer.");
        }

        await new PlatformMigrator(source).MigrateAsync(cancellationToken);
    }
}

/// <summary>The platform cannot start. The message is ours, one sentence or two, and says what to do.</summary>
public sealed class PlatformStartException(string message, Exception? inner = null) : Exception(message, inner);
