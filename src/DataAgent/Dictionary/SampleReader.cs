using System.Data;
using Npgsql;

namespace DataAgent.Dictionary;

/// <summary>Reads the first rows of tables that have no statistics, and no more than a moment of each.</summary>
/// <remarks>Each table stands in its own savepoint: a view that fails or takes too long costs its own samples only.</remarks>
internal sealed class SampleReader(NpgsqlConnection connection, string schema, TimeProvider time)
{
    private const int Rows = 200;
    private static readonly TimeSpan PerTable = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AllTables = TimeSpan.FromSeconds(3);

    public async Task ReadAsync(IEnumerable<TableDraft> tables, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var table in tables.Where(t => !t.HasStatistics).OrderBy(t => Order(t.Kind)))
        {
            if (time.GetElapsedTime(started) > AllTables)
                return;
            ColumnDraft[] columns = [.. table.Columns.Where(c => c.MayBeSampled)];
            if (columns.Length > 0)
                await ReadAsync(table, columns, cancellationToken);
        }
    }

    // Tables answer at once; a view may compute for long, and a foreign table asks another server.
    private static int Order(TableKind kind) => kind switch { TableKind.View => 1, TableKind.ForeignTable => 2, _ => 0 };

    private async Task ReadAsync(TableDraft table, ColumnDraft[] columns, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("savepoint sample"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"set local statement_timeout = {(int)PerTable.TotalMilliseconds}"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"select {string.Join(", ", columns.Select(c => $"left({SqlName.Quote(c.Info.Name)}::text, 200)"))} "
                + $"from {SqlName.Quote(schema)}.{SqlName.Quote(table.Name)} limit {Rows}"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("release savepoint sample"));
            await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);
            var rows = new List<string?[]>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]);
            await reader.NextResultAsync(cancellationToken);
            for (var i = 0; i < columns.Length; i++)
                ColumnFacts.FromRows(columns[i], [.. rows.Select(r => r[i])], rows.Count < Rows);
        }
        catch (PostgresException e) when (IsOfTheTable(e))
        {
            await using var undo = new NpgsqlCommand("rollback to savepoint sample", connection);
            await undo.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // Class 57 without a cancelled statement, and class 08, mean that the connection is gone: that is not the table's fault.
    private static bool IsOfTheTable(PostgresException e) =>
        e.SqlState == PostgresErrorCodes.QueryCanceled || !(e.SqlState.StartsWith("57", StringComparison.Ordinal) || e.SqlState.StartsWith("08", StringComparison.Ordinal));
}
