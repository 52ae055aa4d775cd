using System.Text;

namespace DataAgent.Dictionary;

/// <summary>Turns values that were seen into what a dictionary says of a column: samples, values, range, number of different ones.</summary>
internal static class ColumnFacts
{
    private const int MaxSamples = 3;
    private const int MaxSampleLength = 60;
    private const int MaxValues = 30;
    private const int MaxDistinctOfCategory = 100;

    /// <param name="all">Of the table, or else of each of its partitions.</param>
    public static void FromStatistics(ColumnDraft column, long? rows, IReadOnlyList<ColumnStatistics> all)
    {
        ColumnStatistics[] used = all.Any(s => s.IsOwn) ? [all.First(s => s.IsOwn)] : [.. all];
        if (used is [var only] && !column.MayBeSampled)
        {
            column.Info = column.Info with { DistinctEstimate = only.DistinctOf(rows) };
            return;
        }

        IReadOnlyList<string> common = Parse(used, s => s.Common), bounds = Parse(used, s => s.Bounds);
        var estimate = used is [var one] ? one.DistinctOf(rows) : DistinctOfAll(used, common.Count + bounds.Count);
        column.Info = column.Info with { DistinctEstimate = estimate };
        var isCategory = estimate <= MaxValues || (estimate <= MaxDistinctOfCategory && common.Count > 0);
        Describe(column, [.. common, .. bounds], [.. common, .. Spread(bounds)], isCategory);
    }

    /// <param name="rows">Values of the first rows, in their order, nulls included.</param>
    /// <param name="isWhole">There are no other rows.</param>
    public static void FromRows(ColumnDraft column, IReadOnlyCollection<string?> rows, bool isWhole)
    {
        var byFrequency = rows.OfType<string>().GroupBy(v => v).OrderByDescending(g => g.Count()).Select(g => g.Key).ToArray();
        if (isWhole)
            column.Info = column.Info with { DistinctEstimate = byFrequency.Length };
        var isCategory = isWhole && (byFrequency.Length <= MaxValues || (byFrequency.Length <= MaxDistinctOfCategory && byFrequency.Length * 2 < rows.Count));
        Describe(column, byFrequency, byFrequency, isCategory);
        if (!isWhole)
            column.Info = column.Info with { Min = null, Max = null };
    }

    /// <summary>The elements of an array in PostgreSQL's text form; what a cut left incomplete at the end is dropped.</summary>
    internal static IReadOnlyList<string> ParseArray(string? literal)
    {
        if (literal is null or "{}" || literal is not ['{', ..])
            return [];
        // Numbers and single words, which is nearly all: a dictionary of a thousand tables reads a million of them.
        if (literal is [.., '}'] && literal.AsSpan().IndexOfAny('"', '\\') < 0)
            return literal[1..^1].Split(',');
        var elements = new List<string>();
        var element = new StringBuilder();
        var (isQuoted, wasQuoted) = (false, false);
        for (var i = 1; i < literal.Length; i++)
        {
            switch (literal[i])
            {
                case '\\' when i + 1 < literal.Length:
                    element.Append(literal[++i]);
                    break;
                case '"':
                    (isQuoted, wasQuoted) = (!isQuoted, true);
                    break;
                case ',' or '}' when !isQuoted:
                    if (wasQuoted || element.Length > 0)
                        elements.Add(element.ToString());
                    element.Clear();
                    wasQuoted = false;
                    break;
                default:
                    element.Append(literal[i]);
                    break;
            }
        }

        return elements;
    }

    private static IReadOnlyList<string> Parse(ColumnStatistics[] parts, Func<ColumnStatistics, string?> literal) =>
        parts is [var one] ? ParseArray(literal(one)) : [.. parts.SelectMany(p => ParseArray(literal(p))).Distinct()];

    // Few values in each partition are mostly the same few; of many, nothing can be said.
    private static long? DistinctOfAll(ColumnStatistics[] parts, int seen) =>
        parts.All(p => p.Distinct >= 0) ? Math.Max(seen, (long)parts.Max(p => p.Distinct)) : null;

    private static void Describe(ColumnDraft column, IReadOnlyCollection<string> seen, IReadOnlyCollection<string> bestFirst, bool isCategory)
    {
        if (!column.MayBeSampled)
            return;
        if (column.Info.BaseType == "bool" && !column.Info.IsArray)
            bestFirst = [.. bestFirst.Select(v => v is "t" ? "true" : v is "f" ? "false" : v)];
        if (!column.IsEnum && SensitiveColumns.ByContent(column.Info, seen))
        {
            column.Info = column.Info with { IsSensitive = true };
            return;
        }

        var (min, max) = ValueRange.Of(column.Info, seen);
        column.Info = column.Info with
        {
            Samples = [.. bestFirst.Where(v => v.Length > 0).Distinct().Take(MaxSamples).Select(Cut)],
            Values = isCategory && (column.IsText || column.IsEnum) && seen.All(v => v.Length <= MaxSampleLength)
                ? [.. seen.Where(v => v.Length > 0).Distinct().Take(MaxValues)]
                : [],
            Min = min,
            Max = max,
        };
    }

    // Inner quartiles rather than the ends, which are the odd ones.
    private static IReadOnlyList<string> Spread(IReadOnlyList<string> bounds) =>
        bounds.Count <= MaxSamples ? bounds : [bounds[bounds.Count / 4], bounds[bounds.Count / 2], bounds[bounds.Count * 3 / 4]];

    private static string Cut(string value) => value.Length <= MaxSampleLength
        ? value
        : string.Concat(value.AsSpan(0, char.IsHighSurrogate(value[MaxSampleLength - 2]) ? MaxSampleLength - 2 : MaxSampleLength - 1), "…");
}

/// <summary>A row of <c>pg_stats</c>.</summary>
/// <param name="IsOwn">Of the table itself, not of one of its partitions.</param>
/// <param name="Distinct"><c>n_distinct</c>: a number, or minus the share of the rows; 0 when unknown.</param>
/// <param name="Common">Most common values as an array literal, perhaps cut off.</param>
/// <param name="Bounds">Bounds of equally filled buckets of all other values, likewise.</param>
internal sealed record ColumnStatistics(bool IsOwn, float Distinct, string? Common, string? Bounds)
{
    public long? DistinctOf(long? rows) => Distinct switch
    {
        > 0 => (long)Distinct,
        < 0 when rows is { } n => (long)Math.Round(-Distinct * n),
        _ => null,
    };
}
