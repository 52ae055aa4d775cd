using System.Data;
using System.Diagnostics;
using DataAgent.Exports;
using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Queries;

/// <summary>Streams the whole of a judged query from a project's database, in a transaction that can only read. It judges nothing.</summary>
/// <remarks>
/// Each row comes as one value, PostgreSQL's own text of a record; why not by COPY, see
/// docs/adr/0007-exports-read-records.md. It stays one statement of the extended protocol, as every other query.
/// </remarks>
internal sealed class ExportReader(ProjectPools pools, QueryOptions options)
{
    // Two statements see the same rows: what the look ahead found is true for the file.
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private byte[] _row = new byte[16 * 1024];

    /// <summary>Writes the rows and the end of the file.</summary>
    /// <param name="maxRows">The file holds no more; <paramref name="cutReason"/> then says why.</param>
    /// <exception cref="TimeoutException">The first row did not come in the project's time, or the last in the platform's.</exception>
    /// <exception cref="OperationCanceledException">The caller left; PostgreSQL was told.</exception>
    public async Task<ExportEnd> ReadAsync(
        Project project, JudgedQuery query, ExportSink sink, int maxRows, string cutReason, bool looksAhead, CancellationToken cancellationToken)
    {
        var firstRow = TimeSpan.FromSeconds(project.MaxQueryTimeoutSeconds);
        var pool = await pools.GetAsync(project, cancellationToken);
        using var turn = await pool.TakeExportTurnAsync(firstRow, cancellationToken);
        using var slot = await pool.TakeSlotAsync(firstRow, cancellationToken);
        using var late = new CancellationTokenSource(firstRow + options.Patience);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var reading = new Reading(project, query, sink, maxRows, looksAhead, late);
        try
        {
            return await RunAsync(pool, slot, reading, cutReason, stop.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The export took too long.");
        }
    }

    /// <summary>A connection that waited in the pool may have died there: then once more with a new one.</summary>
    private async Task<ExportEnd> RunAsync(ProjectPool pool, Slot slot, Reading reading, string cutReason, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            await using var connection = await ProjectPools.OpenAsync(pool, cancellationToken);
            var process = connection.ProcessID;
            var sent = Stopwatch.GetTimestamp();
            try
            {
                var isCut = await ReadAsync(connection, reading, cancellationToken);
                var end = new ExportEnd(reading.Sink.Rows, isCut ? cutReason : null);
                await reading.Sink.EndAsync(end, cancellationToken);
                return end;
            }
            catch (Exception e)
            {
                var wasDead = connection.State != ConnectionState.Open && Stopwatch.GetElapsedTime(sent) < ReadOnlyReader.DeadOnArrival;
                await ReadOnlyReader.EndAsync(connection);
                ReadOnlyReader.GiveUpIfUnanswered(connection, process, slot, cancellationToken);
                if (!isFirst || !wasDead || reading.Sink.HasBegun || e is OperationCanceledException)
                    throw;
                pool.Source.Clear();
            }
        }
    }

    /// <returns>Is there more than was read?</returns>
    private async Task<bool> ReadAsync(NpgsqlConnection connection, Reading reading, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        ReadOnlyReader.SetAllResultTypesAreUnknown(batch, true);
        foreach (var command in Commands(reading, connection.PostgreSqlVersion))
            batch.BatchCommands.Add(command);
        var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        try
        {
            await reader.NextResultAsync(cancellationToken);
            var columns = Columns(reader);
            bool? willBeCut = null;
            if (reading.LooksAhead)
            {
                await reader.NextResultAsync(cancellationToken);
                willBeCut = await reader.ReadAsync(cancellationToken);
            }

            await reader.NextResultAsync(cancellationToken);
            var isCut = await ReadRowsAsync(reader, reading, columns, willBeCut, cancellationToken);
            await reader.DisposeAsync();
            return isCut;
        }
        catch (Exception e) when (e is not PostgresException)
        {
            // Disposing alone would read all that PostgreSQL still sends.
            await ReadOnlyReader.CancelAsync(batch, reader);
            throw;
        }
    }

    private IEnumerable<NpgsqlBatchCommand> Commands(Reading reading, Version server)
    {
        var (query, text) = (reading.Query, reading.Query.Text);
        var begin = SessionLimits.Begin(reading.Project, query.ExtensionSchemas, server, options.ExportTimeout, Begin);
        // Names and types of the columns: planned, not run. It comes first, so that positions in errors are the asker's.
        var describe = Command(ReadOnlyReader.Prefix + text + ReadOnlyReader.Suffix, 0L);
        var rows = Command($"select (q.*)::pg_catalog.text from (\n{text}\n) q limit $1", reading.MaxRows + 1L);
        NpgsqlBatchCommand[] ahead = reading.LooksAhead ? [Command($"select 1 from (\n{text}\n) q offset $1 limit 1", (long)reading.MaxRows)] : [];
        return [.. begin, describe, .. ahead, rows, .. SessionLimits.End()];
    }

    private static NpgsqlBatchCommand Command(string text, long number) => new(text) { Parameters = { new() { Value = number } } };

    private static List<ExportColumn> Columns(NpgsqlDataReader reader) =>
    [
        .. Enumerable.Range(0, reader.FieldCount).Select(i =>
            new ExportColumn(reader.GetName(i), PostgresTypes.KindOf(reader.GetDataTypeOID(i)), reader.GetDataTypeOID(i) is 700 or 701)),
    ];

    private async Task<bool> ReadRowsAsync(
        NpgsqlDataReader reader, Reading reading, List<ExportColumn> columns, bool? willBeCut, CancellationToken cancellationToken)
    {
        var row = new RecordCells(columns.Count);
        var hasRow = await reader.ReadAsync(cancellationToken);
        reading.Late.CancelAfter(options.ExportTimeout);
        reading.Sink.Begin(columns, willBeCut);
        for (; hasRow; hasRow = await reader.ReadAsync(cancellationToken))
        {
            if (reading.Sink.Rows == reading.MaxRows)
                return true;
            var length = await ReadRowAsync(reader, cancellationToken);
            row.Read(_row, length);
            await reading.Sink.WriteAsync(row, cancellationToken);
        }

        return false;
    }

    private async ValueTask<int> ReadRowAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var length = reader.GetBytes(0, 0, null, 0, 0);
        if (length > options.MaxExportRowBytes)
            throw FailureAdvice.RowTooLong(options.MaxExportRowBytes);
        if (length > _row.Length)
            _row = new byte[Math.Max(length, Math.Min(2L * _row.Length, options.MaxExportRowBytes))];
        var stream = await reader.GetStreamAsync(0, cancellationToken);
        await stream.ReadExactlyAsync(_row.AsMemory(0, (int)length), cancellationToken);
        return (int)length;
    }

    /// <param name="Late">Fires when it takes too long.</param>
    private sealed record Reading(Project Project, JudgedQuery Query, ExportSink Sink, int MaxRows, bool LooksAhead, CancellationTokenSource Late);
}
