using DataAgent.Queries;

namespace DataAgent.Web.Queries;

internal sealed record ColumnAnswer(string Name, string Type, string Kind);

/// <param name="Rows">PostgreSQL's own text, so that no digit is lost; null is SQL's null.</param>
internal sealed record TableAnswer(
    Guid ResultId, string Sql, IEnumerable<ColumnAnswer> Columns, IReadOnlyList<string?[]> Rows, int RowCount, bool Truncated, string? CutReason,
    long Milliseconds, IReadOnlyList<string> Relations, DateTimeOffset RanAt)
{
    public static TableAnswer Of(Guid id, ResultTable table) => new(
        id, table.Sql, table.Columns.Select(column => new ColumnAnswer(column.Name, column.Type, column.Kind.ToString().ToLowerInvariant())),
        table.Rows, table.Rows.Count, table.Truncated, table.CutReason, (long)table.Elapsed.TotalMilliseconds, table.Relations, table.RanAt);
}
