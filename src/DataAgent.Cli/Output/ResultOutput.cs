using DataAgent.Cli.Output;
using DataAgent.Queries;

namespace DataAgent.Cli.Output;

/// <summary>A result table for people, and as the JSON of <c>ask</c> and <c>query</c>.</summary>
internal static class ResultOutput
{
    /// <param name="most">Rows shown; the line below the table says how many there are.</param>
    public static void Write(TextWriter output, ResultTable table, int most)
    {
        TextTable.Write(output, [.. table.Columns.Select(c => c.Name)], [.. table.Rows.Take(most)], [.. table.Columns.Select(c => c.Kind == ColumnKind.Number)]);
        output.WriteLine(Count(table, most));
    }

    public static object Json(Guid resultId, ResultTable table) => new
    {
        resultId,
        table.Sql,
        columns = table.Columns,
        table.Rows,
        rowCount = table.Rows.Count,
        table.Truncated,
        table.CutReason,
        elapsedMs = (long)table.Elapsed.TotalMilliseconds,
        table.Relations,
    };

    private static string Count(ResultTable table, int most)
    {
        var rows = table.Rows.Count == 1 ? "1 row" : $"{table.Rows.Count:N0} rows";
        var shown = table.Rows.Count > most ? $"showing {most:N0} of {rows}" : rows;
        return table.Truncated ? $"({shown}, cut short: {table.CutReason ?? "there are more"})" : $"({shown})";
    }
}
