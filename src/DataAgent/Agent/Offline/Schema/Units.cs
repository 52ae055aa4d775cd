using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>Units of time and size in questions, turned into the unit a column keeps.</summary>
internal static class Units
{
    private static readonly Dictionary<string, decimal> Seconds = new()
    {
        ["millisecond"] = 0.001m,
        ["second"] = 1,
        ["sec"] = 1,
        ["minute"] = 60,
        ["min"] = 60,
        ["hour"] = 3600,
        ["day"] = 86_400,
        ["week"] = 604_800,
    };

    private static readonly Dictionary<string, decimal> Bytes = new()
    {
        ["byte"] = 1,
        ["kb"] = 1_000,
        ["kilobyte"] = 1_000,
        ["mb"] = 1_000_000,
        ["megabyte"] = 1_000_000,
        ["gb"] = 1_000_000_000,
        ["gigabyte"] = 1_000_000_000,
    };

    private static readonly HashSet<string> Plain = ["dollar", "euro", "usd", "eur", "pound", "percent", "point", "star"];

    public static bool IsUnit(string word) =>
        Stems.Singular(word) is var w && (Seconds.ContainsKey(w) || Bytes.ContainsKey(w) || Plain.Contains(w) || w is "mins");

    /// <summary>What such a unit measures, see <see cref="Hints"/>.</summary>
    public static string Hint(string unit)
    {
        var word = Stems.Singular(unit);
        return Seconds.ContainsKey(word) ? "length" : Bytes.ContainsKey(word) ? "size" : "price";
    }

    /// <summary>What the number must be multiplied with; <c>null</c> when the column measures something else.</summary>
    public static decimal? Factor(SchemaColumn column, string unit)
    {
        var w = Stems.Singular(unit);
        if (Plain.Contains(w)) return 1;
        if (Bytes.TryGetValue(w, out var bytes)) return column.Words.Contains("byte") || column.Words.Contains("size") ? bytes : null;
        return Seconds.TryGetValue(w, out var seconds) && ColumnUnit(column) is { } own ? seconds / Seconds[own] : null;
    }

    /// <summary>What is said when neither name nor comment of the column tells its unit; <c>null</c> when one does.</summary>
    public static string? Assumed(SchemaColumn column)
    {
        if (column.Words.Any(Seconds.ContainsKey) || CommentUnit(column) is not null) return null;
        return ColumnUnit(column) is { } unit ? $"I take {column.Label} to be in {unit}s." : null;
    }

    private static string? ColumnUnit(SchemaColumn column)
    {
        if (column.Words.FirstOrDefault(Seconds.ContainsKey) is { } named)
            return named is "min" ? "minute" : named is "sec" ? "second" : named;
        if (column.Words.Contains("ms")) return "millisecond";
        return CommentUnit(column) ?? GuessedUnit(column);
    }

    /// <summary>By what it is, and by how large it gets: nothing takes a hundred thousand minutes.</summary>
    private static string? GuessedUnit(SchemaColumn column)
    {
        if (!column.Words.Any(w => w is "length" or "duration" or "runtime" or "time")) return null;
        if (column.Table.Words.Any(w => w is "rental" or "loan") || column.Words.Contains("rental")) return "day";
        if (!decimal.TryParse(column.Info.Max, out var most)) return "minute";
        return most > 100_000 ? "millisecond" : most > 1_000 ? "second" : "minute";
    }

    private static string? CommentUnit(SchemaColumn column) =>
        column.Info.Comment is { } comment ? SchemaWords.Split(comment).FirstOrDefault(Seconds.ContainsKey) : null;
}
