using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>Finds the tables and columns that a few words of a question may mean.</summary>
internal sealed class TermMatcher(SchemaIndex schema)
{
    /// <summary>Meanings of the words taken together: every word must have its part in the name. Best first.</summary>
    public IReadOnlyList<Meaning> Find(IReadOnlyList<string> words)
    {
        var found = schema.Tables.SelectMany(t => InTable(words, t)).ToList();
        var best = found.Count == 0 ? 0 : found.Max(m => m.Score);
        var least = best >= Weights.VeryName ? NameWeights.BesideVeryName : best - NameWeights.BesideOther;
        return [.. found
            .Where(m => m.Score >= least)
            .OrderByDescending(m => m.Score)
            .ThenBy(m => m.Column is null ? 0 : 1)
            .ThenBy(m => m.Table.Name, StringComparer.Ordinal)
            .ThenBy(m => m.Column?.Name, StringComparer.Ordinal)];
    }

    public static bool IsSecret(string word) => Stems.Singular(word) is "password" or "passwd" or "secret" or "credential" or "pwd";

    private static IEnumerable<Meaning> InTable(IReadOnlyList<string> words, SchemaTable table)
    {
        if (EndOfBridge(words, table) is { } end) return [new(end, null, 1)];
        var weight = (table.IsView ? NameWeights.View : 1) * (table.IsDoNotUse ? NameWeights.DoNotUse : 1);
        var columns = table.Columns
            .Where(c => !c.IsSecret)
            .Select(c => new Meaning(table, c, ScoreOf(words, c)))
            .Where(m => m.Score > 0 && !(m.Column!.Role == ColumnRole.Key && m.Score < NameWeights.Key));
        return OfTable(words, table).Concat(columns).Select(m => m with { Score = m.Score * weight });
    }

    private static IEnumerable<Meaning> OfTable(IReadOnlyList<string> words, SchemaTable table)
    {
        var score = NameScore.Of(words, table.Words);
        if (score > 0) yield return new(table, null, words.Count < table.Words.Count ? score - NameWeights.PartOfTable : score);
        foreach (var alias in table.Aliases)
            if (NameScore.OfAlias(words, alias) is var known and > 0) yield return new(table, null, known);
    }

    /// <summary>"film category" is a category, not the row that ties one to a film.</summary>
    private static SchemaTable? EndOfBridge(IReadOnlyList<string> words, SchemaTable table) =>
        table.IsBridge && words.Count > 1 && NameScore.Of(words, table.Words) > NameWeights.Bridge
            ? table.Links.FirstOrDefault(l => l.Forward && l.To.Words[^1] == table.Words[^1])?.To
            : null;

    /// <summary>
    /// The best of the ways to call a column: by its name, without "date" or its unit, behind its table's name, by what admins noted.
    /// </summary>
    private static double ScoreOf(IReadOnlyList<string> words, SchemaColumn column)
    {
        var name = NameWithoutId(column);
        var score = Math.Max(NameScore.Of(words, name), Math.Max(WithoutTimeWords(words, column), WithoutUnit(words, column)));
        if (words.Count > 1) score = Math.Max(score, BehindTable(words, column, name));
        return column.Aliases.Aggregate(score, (best, alias) => Math.Max(best, NameScore.OfAlias(words, alias)));
    }

    /// <summary>"hired" is <c>hire_date</c>, and "order date" is <c>ordered_at</c>.</summary>
    private static double WithoutTimeWords(IReadOnlyList<string> words, SchemaColumn column)
    {
        if (!Dates.IsDate(column)) return 0;
        List<string> name = [.. column.Words.Where(w => !IsTimeWord(w))];
        var bare = column.Words.Count > 1 ? NameWeights.DateWithoutTimeWord * NameScore.Of(words, name) : 0;
        var isBothTimed = column.Role == ColumnRole.Date && words.Count > 1 && words.Any(IsTimeWord);
        return isBothTimed
            ? Math.Max(bare, NameWeights.DateByOtherTimeWord * NameScore.Of([.. words.Where(w => !IsTimeWord(w))], name))
            : bare;
    }

    /// <summary>"weight" is <c>weight_kg</c>.</summary>
    private static double WithoutUnit(IReadOnlyList<string> words, SchemaColumn column) =>
        column is { Role: ColumnRole.Number, Words: [.., _, var unit] } && IsUnitWord(unit)
            ? NameWeights.WithoutUnit * NameScore.Of(words, [.. column.Words.SkipLast(1)])
            : 0;

    /// <summary>"film length": first the table, then the column.</summary>
    private static double BehindTable(IReadOnlyList<string> words, SchemaColumn column, IReadOnlyList<string> name)
    {
        var best = 0.0;
        for (var cut = 1; cut < words.Count; cut++)
        {
            var table = NameScore.Of([.. words.Take(cut)], column.Table.Words);
            var rest = NameScore.Of([.. words.Skip(cut)], name);
            if (table >= Weights.Clear && rest >= Weights.Clear) best = Math.Max(best, table * rest + NameWeights.BehindTable);
        }

        return Math.Min(best, 1);
    }

    private static IReadOnlyList<string> NameWithoutId(SchemaColumn column) =>
        column.Role == ColumnRole.Reference && column.Words is [.., _, "id"] ? [.. column.Words.SkipLast(1)] : column.Words;

    private static bool IsUnitWord(string word) => word is
        "sqm" or "kg" or "g" or "km" or "cm" or "mm" or "usd" or "eur" or "gbp" or "pct" or "min" or "minute" or "second" or "sec" or "ms"
        or "hour" or "mb" or "gb" or "byte" or "percent";

    private static bool IsTimeWord(string word) =>
        word is "date" or "at" or "on" or "time" or "timestamp" or "day" or "ts" or "year";
}
