using System.Data;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using DataAgent.Projects;
using Npgsql;
using NpgsqlTypes;

namespace DataAgent.Queries;

internal sealed record Reading(IReadOnlyList<ResultColumn> Columns, ReadRows Read);

/// <summary>Runs one text in a project's database, in a transaction that can only read. It judges nothing: that is the guard's work.</summary>
internal sealed class ReadOnlyReader(ProjectPools pools, QueryOptions options)
{
    // In this place PostgreSQL's grammar admits only SELECT, VALUES, TABLE and WITH. The line ends keep a trailing comment harmless, and
    // the parameter makes Npgsql send the text as it is, as one statement: without parameters it would split it at semicolons.
    internal const string Prefix = "select * from (\n";
    internal const string Suffix = "\n) q limit $1";

    /// <summary>A dead connection shows at once. A query that brings its own server process down takes longer, and gets no second one.</summary>
    internal static readonly TimeSpan DeadOnArrival = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">The deadline passed.</exception>
    /// <exception cref="OperationCanceledException">The caller stopped it; PostgreSQL was told.</exception>
    /// <exception cref="ProjectDatabaseException">No connection came about.</exception>
    public async Task<Reading> ReadAsync(Project project, JudgedQuery query, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(project.MaxQueryTimeoutSeconds);
        var pool = await pools.GetAsync(project, cancellationToken);
        var slot = await pool.TakeSlotAsync(limit, cancellationToken);

        // PostgreSQL ends the statement in time by itself. If it does not, we cancel it; if even that gets no answer (a dead network, a
        // hanging server), the caller gets one from us, and the connection is given up.
        limit += options.ConnectTimeout + options.Patience;
        using var stop = new CancellationTokenSource(limit);
        using var giveUp = new CancellationTokenSource(limit + 2 * options.Patience);
        await using var stopped = cancellationToken.Register(() =>
        {
            giveUp.CancelAfter(2 * options.Patience);
            _ = stop.CancelAsync();
        });
        try
        {
            return await RunAsync(pool, slot, project, query, stop.Token).WaitAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            slot.Abandon();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException("PostgreSQL did not answer in time.");
        }
    }

    /// <summary>A connection that waited in the pool may have died there (a restart of the server): then once more with a new one.</summary>
    private async Task<Reading> RunAsync(
        ProjectPool pool, Slot slot, Project project, JudgedQuery query, CancellationToken cancellationToken)
    {
        using (slot)
        {
            for (var isFirst = true; ; isFirst = false)
            {
                await using var connection = await ProjectPools.OpenAsync(pool, cancellationToken);
                var process = connection.ProcessID;
                var sent = Stopwatch.GetTimestamp();
                try
                {
                    var (columns, read) = await ReadAsync(connection, project, query, cancellationToken);
                    return new Reading(await PostgresTypes.DescribeAsync(pool, connection, columns, cancellationToken), read);
                }
                catch (Exception e)
                {
                    var wasDead = connection.State != ConnectionState.Open && Stopwatch.GetElapsedTime(sent) < DeadOnArrival;
                    await EndAsync(connection);
                    GiveUpIfUnanswered(connection, process, slot, cancellationToken);
                    if (!isFirst || !wasDead || e is OperationCanceledException)
                        throw;
                    pool.Source.Clear();
                }
            }
        }
    }

    /// <summary>The driver closes a connection on which a cancel got no answer; the server may still work for it.</summary>
    internal static void GiveUpIfUnanswered(NpgsqlConnection connection, int process, Slot slot, CancellationToken cancelled)
    {
        if (cancelled.IsCancellationRequested && connection.State != ConnectionState.Open)
            slot.GiveUp(process);
    }

    private async Task<((string, uint)[] Columns, ReadRows Read)> ReadAsync(
        NpgsqlConnection connection, Project project, JudgedQuery query, CancellationToken cancellationToken)
    {
        // One round trip: commands of a batch run one after another, and none after one that failed.
        var command = new NpgsqlBatchCommand(Prefix + query.Text + Suffix) { Parameters = { new() { Value = project.MaxRowsPerQuery + 1L } } };
        // Of unknown type: PostgreSQL takes each for the type of the cast around it, and reads its text as that.
        foreach (var value in query.Values)
            command.Parameters.Add(new() { Value = value.Text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown });
        await using var batch = new NpgsqlBatch(connection);
        SetAllResultTypesAreUnknown(batch, true);
        foreach (var one in SessionLimits.Begin(project, query.ExtensionSchemas, connection.PostgreSqlVersion).Append(command).Concat(SessionLimits.End()))
            batch.BatchCommands.Add(one);
        await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var columns = new (string, uint)[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = (reader.GetName(i), reader.GetDataTypeOID(i));

        var read = await new RowReader(project.MaxRowsPerQuery, options.MaxResultBytes, options.MaxCellBytes).ReadAsync(reader, cancellationToken);
        if (read.IsUnfinished)
        {
            await CancelAsync(batch, reader);
            await EndAsync(connection);
        }

        return (columns, read);
    }

    /// <summary>The driver has this for a batch as for a command, and only does not show it. A version without it fails every test of types.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AllResultTypesAreUnknown")]
    internal static extern void SetAllResultTypesAreUnknown(NpgsqlBatch batch, bool value);

    internal static async Task CancelAsync(NpgsqlBatch batch, NpgsqlDataReader reader)
    {
        batch.Cancel();
        try
        {
            await reader.DisposeAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
        }
    }

    /// <summary>After a query that did not come to its end.</summary>
    internal static async Task EndAsync(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
            return;
        try
        {
            await using var end = new NpgsqlBatch(connection) { Timeout = 5 };
            foreach (var command in SessionLimits.End())
                end.BatchCommands.Add(command);
            await end.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e))
        {
            // Npgsql closes a broken connection, and rolls back any other before it is used again.
        }
    }
}
