using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>Finds what "revenue", "sold" and "popular" stand for in a schema that has no such name.</summary>
internal sealed class Amounts(SchemaIndex schema)
{
    /// <summary>Labels that the amounts carry, by which other readers know them again.</summary>
    public const string RevenueLabel = "revenue", SoldLabel = "units sold";

    /// <summary>Every way to add up money taken, the likeliest first.</summary>
    public IReadOnlyList<Measure> Revenue() =>
        [.. schema.Tables.Where(t => !t.IsView)
            .SelectMany(RevenueAmounts.Of)
            .OrderByDescending(a => a.Rank).ThenBy(a => a.Measure.Table.Name, StringComparer.Ordinal)
            .Select(a => a.Measure)];

    /// <summary>Every way to count pieces sold; without a quantity, none.</summary>
    public IReadOnlyList<Measure> Sold() =>
        [.. schema.Tables
            .Where(t => !t.IsView && t.Links.Any(l => l.Forward) && RevenueAmounts.IsSale(t))
            .Select(RevenueAmounts.Quantity).OfType<SchemaColumn>()
            .Select(q => new Measure("sum", q.Table, q, null, SoldLabel, $"the {q.Label} sold"))];

    /// <summary>The money a row of the table itself stands for.</summary>
    public static Measure? OfRow(SchemaTable table) => RevenueAmounts.Of(table).OrderByDescending(a => a.Rank).FirstOrDefault()?.Measure;

    /// <summary>Tables whose rows are things that happened to an entity: those with a date first, then the nearest.</summary>
    public IReadOnlyList<SchemaTable> EventsOf(SchemaTable entity) =>
        [.. schema.Tables
            .Where(t => t != entity && !t.IsView && t.Links.Any(l => l.Forward))
            .Select(t => (Table: t, Path: schema.Joins.Find(t, entity)))
            .Where(p => p.Path is { } path && path.Links.All(l => l.Forward || l.To.IsBridge))
            .OrderBy(p => p.Table.MainDate is null ? 1 : 0).ThenBy(p => p.Path!.Cost).ThenBy(p => p.Table.Name, StringComparer.Ordinal)
            .Select(p => p.Table)];

    /// <summary>A warning when rows that came to nothing are added up too; <c>null</c> when the table has no such state.</summary>
    public static string? Caveat(SchemaIndex schema, Measure measure, IReadOnlyList<Filter> filters)
    {
        if (measure.Label is not (RevenueLabel or SoldLabel)) return null;
        var owners = measure.Table.Links.Where(l => l.Forward).Select(l => l.To).Prepend(measure.Table);
        foreach (var column in owners.SelectMany(t => t.Columns).Where(c => filters.All(f => f.Column != c)))
        {
            if (schema.EnumValues(column).FirstOrDefault(CameToNothing) is not { } value) continue;
            var rows = column.Table.Plural;
            return $"{char.ToUpperInvariant(rows[0])}{rows[1..]} of every {column.Label} are included, {value} ones too.";
        }

        return null;
    }

    private static bool CameToNothing(string state) =>
        state.StartsWith("cancel", StringComparison.OrdinalIgnoreCase) || state.StartsWith("refund", StringComparison.OrdinalIgnoreCase);
}
