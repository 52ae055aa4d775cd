using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Marks;

/// <summary>A column that is searched for values; with <paramref name="IsFullName"/> all naming columns of its table together.</summary>
internal sealed record SearchedColumn(SchemaColumn Column, bool IsFullName);

/// <summary>
/// Chooses the columns in which values are looked up: short texts, near to what the question names, in tables of bearable size.
/// </summary>
internal static class SearchedColumns
{
    private const int MostColumns = 48;
    private const long LargestTable = 5_000_000;
    private const double Unrelated = 99;

    /// <summary>Texts that are long, or that nobody asks for by value.</summary>
    private static readonly HashSet<string> Unasked =
    [
        "description", "comment", "note", "body", "url", "email", "phone", "fax", "address", "address2", "street", "postal", "zip",
        "postcode",
        "content", "text", "image", "path", "hash",
    ];

    public static IReadOnlyList<SearchedColumn> Find(SchemaIndex schema, IReadOnlyList<Mark> marks)
    {
        var meanings = marks.SelectMany(m => m.Meanings).ToList();
        var tables = meanings.Where(m => m.Score >= Weights.Plausible && !m.Table.IsView).Select(m => m.Table).Distinct().ToList();
        var columns = meanings.Where(m => m.Score >= Weights.Clear).Select(m => m.Column).OfType<SchemaColumn>().ToHashSet();
        return [.. schema.Tables
            .Where(t => !t.IsView && (t.Info.RowEstimate ?? 0) <= LargestTable)
            .OrderBy(t => Distance(schema, tables, t)).ThenBy(t => t.Name, StringComparer.Ordinal)
            .SelectMany(t => InTable(t, columns))
            .Take(MostColumns)];
    }

    private static double Distance(SchemaIndex schema, IReadOnlyList<SchemaTable> named, SchemaTable table) =>
        named.Count == 0 ? 0 : named.Min(n => schema.Joins.Find(n, table)?.Cost ?? Unrelated);

    private static IEnumerable<SearchedColumn> InTable(SchemaTable table, HashSet<SchemaColumn> named)
    {
        if (table.NameColumns.Count == 2) yield return new(table.NameColumns[0], true);
        foreach (var column in table.Columns)
            if (named.Contains(column) && column.Role is ColumnRole.Text or ColumnRole.Array || IsSearched(column))
                yield return new(column, false);
    }

    /// <summary>Enums are known already; names are searched even where they are personal.</summary>
    private static bool IsSearched(SchemaColumn column)
    {
        var isText = column.Role == ColumnRole.Text && column.Info.Enum is null;
        var isTexts = column.Role == ColumnRole.Array && column.Info.BaseType is "text" or "_text" or "varchar" or "_varchar";
        if (!isText && !isTexts || column.IsSecret) return false;
        return column.Table.NameColumns.Contains(column) || !column.Info.IsSensitive && !column.Words.Any(Unasked.Contains);
    }
}
