namespace DataAgent.Agent.Offline;

/// <summary>Finds what "revenue", "sold" and "popular" stand for in a schema that has no such name.</summary>
internal sealed class Amounts(SchemaIndex schema)
{
    private static readonly string[] TotalWords = ["total", "amount", "revenue", "sale", "paid", "payment", "value", "sum", "turnover", "subtotal"];

    /// <summary>Every way to add up money taken, the likeliest first.</summary>
    public IReadOnlyList<Measure> Revenue() => [.. schema.Tables.Where(t => !t.IsView).SelectMany(Of).OrderByDescending(m => m.Rank).ThenBy(m => m.Measure.Table.Name, StringComparer.Ordinal).Select(m => m.Measure)];

    /// <summary>Every way to count pieces sold; without a quantity, none.</summary>
    public IReadOnlyList<Measure> Sold() =>
        [.. schema.Tables.Where(t => !t.IsView && t.Links.Any(l => l.Forward)).Select(t => (Table: t, Quantity: Quantity(t))).Where(p => p.Quantity is not null && IsSale(p.Table))
            .Select(p => new Measure("sum", p.Table, p.Quantity, null, "units sold", $"the {p.Quantity!.Label} sold"))];

    /// <summary>The money a row of the table itself stands for.</summary>
    public static Measure? OfRow(SchemaTable table) => Of(table).OrderByDescending(m => m.Rank).Select(m => m.Measure).FirstOrDefault();

    /// <summary>Tables whose rows are things that happened to an entity: the nearest to it first.</summary>
    public IReadOnlyList<SchemaTable> EventsOf(SchemaTable entity) =>
        [.. schema.Tables.Where(t => t != entity && !t.IsView && t.Links.Any(l => l.Forward))
            .Select(t => (Table: t, Path: schema.Joins.Find(t, entity)))
            .Where(p => p.Path is { } path && path.Links.All(l => l.Forward || l.To.IsBridge))
            .OrderBy(p => p.Table.MainDate is null ? 1 : 0).ThenBy(p => p.Path!.Cost).ThenBy(p => p.Table.Name, StringComparer.Ordinal).Select(p => p.Table)];

    private static IEnumerable<(Measure Measure, double Rank)> Of(SchemaTable table)
    {
        var isEvent = table.MainDate is not null || table.Links.Any(l => l.Forward);
        if (!isEvent) yield break;
        foreach (var column in table.Columns.Where(c => c.Role == ColumnRole.Number && IsTotal(c)))
            yield return (new("sum", table, column, null, "revenue", column.Words.Contains("total") ? $"the sum of {column.Label} over {table.Plural}" : $"the total {column.Label} of {table.Plural}"), (table.MainDate is null ? 2 : 3) + (table.Words.Any(w => w is "order" or "invoice" or "sale") ? 0.2 : 0) + (column.Words is ["total"] or ["amount"] or [_, "total"] or ["total", _] ? 0.5 : 0) - (column.Words.Contains("subtotal") || column.Words.Contains("tax") || column.Words.Contains("discount") ? 1 : 0));
        if (!table.Columns.Any(c => c.Role == ColumnRole.Number && IsTotal(c)) && Quantity(table) is { } quantity && table.Columns.FirstOrDefault(IsPrice) is { } price)
        {
            var formula = $"{{0}}.{SqlText.Name(quantity.Name)} * {{0}}.{SqlText.Name(price.Name)}";
            var words = $"{quantity.Label} × {price.Label}";
            if (table.Columns.FirstOrDefault(c => c.Role == ColumnRole.Number && c.Words.Contains("discount")) is { } discount)
            {
                var name = $"coalesce({{0}}.{SqlText.Name(discount.Name)}, 0)";
                var isPercent = discount.Words.Any(w => w is "percent" or "pct" or "percentage");
                var isFraction = !isPercent && decimal.TryParse(discount.Info.Max, out var most) && most <= 1;
                formula = isPercent ? $"{formula} * (1 - {name} / 100.0)" : isFraction ? $"{formula} * (1 - {name})" : $"({formula} - {name})";
                words += isPercent || isFraction ? " less the discount" : " − discount";
            }

            yield return (new("sum", table, null, formula, "revenue", $"{words} over {table.Plural}"), table.Links.Any(l => l.Forward) ? 2 : 0);
        }
    }

    /// <summary>A warning when rows that came to nothing are added up too; <c>null</c> when the table has no such state.</summary>
    public static string? Caveat(SchemaIndex schema, Measure measure, IReadOnlyList<Filter> filters)
    {
        if (measure.Label is not ("revenue" or "units sold")) return null;
        var owners = measure.Table.Links.Where(l => l.Forward).Select(l => l.To).Prepend(measure.Table);
        foreach (var column in owners.SelectMany(t => t.Columns))
            if (schema.EnumValues(column).FirstOrDefault(v => v.StartsWith("cancel", StringComparison.OrdinalIgnoreCase) || v.StartsWith("refund", StringComparison.OrdinalIgnoreCase)) is { } value && filters.All(f => f.Column != column))
                return $"{char.ToUpperInvariant(column.Table.Plural[0])}{column.Table.Plural[1..]} of every {column.Label} are included, {value} ones too.";
        return null;
    }

    private static SchemaColumn? Quantity(SchemaTable table) => table.Columns.FirstOrDefault(c => c.Role == ColumnRole.Number && c.Words.Any(w => w is "quantity" or "unit" or "piece") && !c.Words.Contains("price") && !c.Words.Contains("stock") && !c.Words.Contains("reorder"));

    private static bool IsSale(SchemaTable table) => table.Columns.Any(IsPrice) || table.Words.Any(w => w is "order" or "sale" or "invoice" or "line" or "item" or "purchase" or "transaction" or "detail");

    private static bool IsPrice(SchemaColumn c) => c.Role == ColumnRole.Number && c.Words.Contains("price") && !c.Words.Contains("total");

    private static bool IsTotal(SchemaColumn c) => c.Words.Any(w => TotalWords.Contains(w)) && !c.Words.Any(w => w is "price" or "rate" or "tax" or "vat" or "discount" or "shipping" or "quantity" or "refund" or "count" or "unit" or "point");
}
