using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>Which column an adjective speaks of: "longest" of a duration, "cheapest" of a price.</summary>
internal static class Hints
{
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["length"] = ["length", "duration", "runtime", "millisecond", "second", "minute", "hour", "distance", "page"],
        ["price"] = ["price", "cost", "rate", "fee", "total", "amount", "value"],
        ["age"] = ["birth", "birthday", "birthdate", "age", "founded", "built"],
        ["weight"] = ["weight", "mass", "kg", "gram"],
        ["height"] = ["height", "cm", "altitude", "elevation"],
        ["rating"] = ["rating", "score", "star", "grade"],
        ["salary"] = ["salary", "wage", "pay", "compensation", "income"],
        ["size"] = ["size", "population", "area", "capacity", "byte"],
        ["stock"] = ["stock", "quantity", "inventory"],
    };

    public static SchemaColumn? Column(SchemaTable table, string hint)
    {
        if (hint == "date") return table.MainDate ?? table.Columns.FirstOrDefault(c => c.Role == ColumnRole.Year);
        if (!Words.TryGetValue(hint, out var words)) return null;
        var numbers = table.Columns.Where(c => c.Role == ColumnRole.Number || hint == "age" && Dates.IsDate(c)).ToList();
        foreach (var word in words)
            if (numbers.Where(c => c.Words.Contains(word)).OrderBy(c => c.Words.Count).FirstOrDefault() is { } found) return found;
        return null;
    }
}
