using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Conversations;

/// <summary>A session advisory lock that lives as long as this process: when it is gone, so is its owner.</summary>
/// <remarks>It needs a connection of its own, straight to the server: a transaction pooler would hand the session on.</remarks>
internal sealed partial class ProcessLock(NpgsqlDataSource source, TimeProvider time, ILogger<ProcessLock> logger) : IAsyncDisposable
{
    /// <summary>First key of the lock pair; the second one comes from the owner's id.</summary>
    private const int Space = 20_250;

    private readonly CancellationTokenSource _disposed = new();
    private readonly SemaphoreSlim _starting = new(1);
    private Task? _holding;

    /// <summary>Who this process is in rows that it owns.</summary>
    public Guid Owner { get; } = Guid.NewGuid();

    /// <summary>SQL: does the owner in this column hold its lock?</summary>
    public static string IsHeldBy(string column) => $"exists (select 1 from pg_locks l where {IsOne("l")} and l.objid = {KeyOf(column)}::oid)";

    /// <summary>SQL: is this row of <c>pg_locks</c> the lock of a process of this platform?</summary>
    public static string IsOne(string locks) => $"""
        {locks}.locktype = 'advisory' and {locks}.classid = {Space} and {locks}.objsubid = 2 and {locks}.granted
        and {locks}.database = (select oid from pg_database where datname = current_database())
        """;

    /// <summary>SQL: what in the lock says whose it is.</summary>
    public static string KeyOf(string uuid) => $"('x' || right({uuid}::text, 7))::bit(28)::int";

    /// <summary>Returns when the lock is held; from then on it is kept, and taken anew after a lost connection.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_holding is not null)
            return;
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_holding is null)
            {
                var connection = await TakeAsync(cancellationToken);
                _holding = HoldAsync(connection);
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        if (_holding is not null)
            await _holding;
        _disposed.Dispose();
        _starting.Dispose();
    }

    private async Task HoldAsync(NpgsqlConnection? connection)
    {
        while (!_disposed.IsCancellationRequested)
        {
            try
            {
                connection ??= await TakeAsync(_disposed.Token);
                while (true)
                    await connection.WaitAsync(_disposed.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e)
            {
                // Whatever it was: a process without its lock counts as gone, and loses every run it begins.
                LogLost(logger, e);
                if (connection is not null)
                    await connection.DisposeAsync();
                connection = null;
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, CancellationToken.None);
            }
        }

        if (connection is not null)
            await GiveBackAsync(connection);
    }

    /// <remarks>Said aloud, for the pool resets a session only when it is used again.</remarks>
    private static async Task GiveBackAsync(NpgsqlConnection connection)
    {
        await using (connection)
        {
            try
            {
                await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                // The session is gone, and the lock with it.
            }
        }
    }

    private async Task<NpgsqlConnection> TakeAsync(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_advisory_lock({Space}, {KeyOf("$1")})", connection);
            command.Parameters.Add(new() { Value = Owner });
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection that holds this process's lock was lost; taking it anew")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
