using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>When the rows of a question happened, and conditions on that.</summary>
internal static class Dates
{
    public static bool IsDate(SchemaColumn? column) => column?.Role is ColumnRole.Date or ColumnRole.Year;

    /// <summary>When a row happened: its own date, else that of the nearest table it belongs to.</summary>
    /// <param name="at">The mark that asks for it: what is named beside it counts as nearer.</param>
    public static ColumnAt? Find(Draft draft, int at)
    {
        if (draft.Root.MainDate is { } own) return new(own, JoinPath.None);
        var isList = draft.Measures.Count == 0;
        if (isList && draft.Entity?.MainDate is { } date && draft.Schema.Joins.Find(draft.Root, draft.Entity) is { } way)
            return new(date, way);
        if (draft.Root.Columns.FirstOrDefault(c => c.Role == ColumnRole.Year) is { } year) return new(year, JoinPath.None);
        if (!isList && Header(draft) is { } header) return header;
        return Parent(draft, at);
    }

    /// <summary>The condition that a date lies in a span, over the placeholder of its table.</summary>
    public static string Condition(SchemaColumn column, TimeSpanOf time)
    {
        var name = SqlText.Placeholder(column);
        if (column.Role != ColumnRole.Year)
            return Between(name, Literal(time.From), Literal(time.To));

        var isOneYear = time is { From: { Month: 1 } first, To: { } last } && last.Year - first.Year == 1;
        return isOneYear ? $"{name} = {time.From!.Value.Year}" : Between(name, time.From?.Year.ToString(), time.To?.Year.ToString());
    }

    /// <summary>
    /// The order of an order line: a figure over lines happened when their order did, not when the product beside it was launched.
    /// </summary>
    private static ColumnAt? Header(Draft draft)
    {
        foreach (var table in Dated(draft).Where(t => t != draft.Root && t.Words.Intersect(draft.Root.Words).Any()))
            if (draft.Schema.Joins.Find(draft.Root, table) is { FansOut: false, Links.Count: 1 } way)
                return new(table.MainDate!, way);
        return null;
    }

    private static ColumnAt? Parent(Draft draft, int at) =>
        Dated(draft)
            .Select(t => (Table: t, Way: draft.FindWay(t, Math.Max(at, 0))))
            .Where(p => p.Way?.Path is { FansOut: false, Links.Count: > 0 })
            .OrderBy(p => p.Way!.Cost).ThenBy(p => p.Table.Name, StringComparer.Ordinal)
            .Select(p => new ColumnAt(p.Table.MainDate!, p.Way!.Path))
            .FirstOrDefault();

    private static IEnumerable<SchemaTable> Dated(Draft draft) => draft.Schema.Tables.Where(t => t.MainDate is not null && !t.IsView);

    private static string? Literal(DateOnly? day) => day is { } d ? $"date '{d:yyyy-MM-dd}'" : null;

    private static string Between(string name, string? from, string? to)
    {
        var bounds = new[] { from is null ? null : $"{name} >= {from}", to is null ? null : $"{name} < {to}" };
        return string.Join(" and ", bounds.OfType<string>());
    }
}
