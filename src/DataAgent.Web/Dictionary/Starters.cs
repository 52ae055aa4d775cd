using System.Collections.Frozen;
using DataAgent.Dictionary;

namespace DataAgent.Web.Dictionary;

/// <summary>Makes example questions out of what the project's schema holds, the largest tables first. At most four, and different in kind.</summary>
public static class Starters
{
    private static readonly FrozenSet<string> NumberTypes = new[] { "int2", "int4", "int8", "numeric", "float4", "float8", "money" }.ToFrozenSet();
    private static readonly FrozenSet<string> DateTypes = new[] { "date", "timestamp", "timestamptz" }.ToFrozenSet();
    private static readonly string[] MeasureWords = ["amount", "total", "revenue", "price", "cost", "sales", "quantity", "units", "value", "balance"];

    public static IReadOnlyList<string> From(DataDictionary dictionary)
    {
        var tables = dictionary.Tables.Where(table => table.Kind is TableKind.Table or TableKind.PartitionedTable or TableKind.View or TableKind.MaterializedView)
            .OrderByDescending(table => table.RowEstimate ?? 0).ThenBy(table => table.Name).ToList();
        return [.. new[] { OverTime(tables), TopTen(dictionary, tables), ByCategory(tables), HowMany(tables) }.OfType<string>().Distinct().Take(4)];
    }

    private static string? OverTime(List<TableInfo> tables) => tables
        .Where(table => Date(table) is not null)
        .OrderByDescending(table => Measure(table) is { } measure ? Rank(measure) : -1)
        .Select(table => Measure(table) is { } measure
            ? $"Total {Amount(table, measure)} by month"
            : $"Number of {Spoken(table.Name)} by month")
        .FirstOrDefault();

    private static string? TopTen(DataDictionary dictionary, List<TableInfo> tables) => (
        from table in tables
        let measure = Measure(table)
        where measure is not null
        from key in table.ForeignKeys
        let target = dictionary.Find(key.Table)
        where target is not null && target.Name != table.Name && target.Columns.Any(IsLabel)
        orderby Rank(measure) descending, target.RowEstimate ?? 0 descending
        select $"Top 10 {Spoken(target.Name)} by total {Amount(table, measure)}").FirstOrDefault();

    private static string? ByCategory(List<TableInfo> tables) => (
        from table in tables
        from column in table.Columns
        where !column.IsSensitive && (column.Enum is not null || (IsText(column) && column.DistinctEstimate is > 1 and <= 25))
        orderby column.Enum is null, table.RowEstimate ?? 0 descending
        select $"Bar chart of {Spoken(table.Name)} by {Spoken(column.Name)}").FirstOrDefault();

    private static string? HowMany(List<TableInfo> tables) => tables is [var largest, ..] ? $"How many {Spoken(largest.Name)} are there?" : null;

    private static ColumnInfo? Measure(TableInfo table) => table.Columns
        .Where(column => NumberTypes.Contains(column.BaseType) && !IsKey(table, column) && !column.IsSensitive)
        .OrderByDescending(Rank).FirstOrDefault(column => Rank(column) > 0);

    private static int Rank(ColumnInfo column)
    {
        var word = Array.FindIndex(MeasureWords, word => column.Name.Contains(word, StringComparison.OrdinalIgnoreCase));
        return word < 0 ? 0 : MeasureWords.Length - word;
    }

    private static bool IsKey(TableInfo table, ColumnInfo column) =>
        table.PrimaryKey.Contains(column.Name) || table.ForeignKeys.Any(key => key.Columns.Contains(column.Name))
        || column.Name.EndsWith("id", StringComparison.OrdinalIgnoreCase);

    private static ColumnInfo? Date(TableInfo table) => table.Columns
        .Where(column => DateTypes.Contains(column.BaseType) && !column.Name.Contains("update", StringComparison.OrdinalIgnoreCase))
        .FirstOrDefault();

    private static bool IsText(ColumnInfo column) => column.BaseType is "text" or "varchar" or "bpchar" or "citext";

    private static bool IsLabel(ColumnInfo column) =>
        IsText(column) && !column.IsSensitive
        && (column.Name.EndsWith("name", StringComparison.OrdinalIgnoreCase) || column.Name.EndsWith("title", StringComparison.OrdinalIgnoreCase));

    // "total_amount" of "orders" is spoken of as "order amount".
    private static string Amount(TableInfo table, ColumnInfo measure)
    {
        var name = measure.Name.StartsWith("total_", StringComparison.OrdinalIgnoreCase) ? measure.Name[6..] : measure.Name;
        var owner = table.Name.EndsWith('s') && !table.Name.EndsWith("ss", StringComparison.Ordinal) ? table.Name[..^1] : table.Name;
        return name is "amount" or "total" or "value" or "price" or "cost" ? $"{Spoken(owner)} {Spoken(name)}" : Spoken(name);
    }

    private static string Spoken(string name) => name.Replace('_', ' ');
}
