namespace DataAgent.Agent.Offline;

/// <summary>Finds the tables and columns that a few words of a question may mean.</summary>
internal sealed class TermMatcher(SchemaIndex schema)
{
    /// <summary>Meanings of the words taken together: every word must have its part in the name. Best first.</summary>
    public IReadOnlyList<Meaning> Find(IReadOnlyList<string> words)
    {
        var found = new List<Meaning>();
        foreach (var table in schema.Tables)
        {
            // "film category" is a category, not the row that ties one to a film.
            if (table.IsBridge && words.Count > 1 && Score(words, table.Words) > 0.9 && table.Links.FirstOrDefault(l => l.Forward && l.To.Words[^1] == table.Words[^1]) is { } end)
            {
                found.Add(new(end.To, null, 1));
                continue;
            }

            var weight = (table.IsView ? 0.9 : 1) * (table.IsDoNotUse ? 0.5 : 1);
            if (Score(words, table.Words) is var score and > 0) found.Add(new(table, null, (words.Count < table.Words.Count ? score - 0.15 : score) * weight));
            foreach (var alias in table.Aliases.Where(a => ScoreAlias(words, a) > 0)) found.Add(new(table, null, ScoreAlias(words, alias) * weight));
            foreach (var column in table.Columns.Where(c => !c.IsSecret))
            {
                var own = Score(words, NameWithoutId(column));
                if (column.Role is ColumnRole.Date or ColumnRole.Year && column.Words.Count > 1) own = Math.Max(own, 0.85 * Score(words, [.. column.Words.Where(w => !IsTimeWord(w))]));
                if (column.Role == ColumnRole.Date && words.Count > 1 && words.Any(IsTimeWord)) own = Math.Max(own, 0.9 * Score([.. words.Where(w => !IsTimeWord(w))], [.. column.Words.Where(w => !IsTimeWord(w))]));
                if (column.Role == ColumnRole.Number && column.Words.Count > 1 && IsUnitWord(column.Words[^1])) own = Math.Max(own, 0.95 * Score(words, [.. column.Words.SkipLast(1)]));
                if (words.Count > 1 && Prefixed(words, column) is var prefixed && prefixed > own) own = prefixed;
                foreach (var alias in column.Aliases) own = Math.Max(own, ScoreAlias(words, alias));
                if (own > 0 && !(column.Role == ColumnRole.Key && own < 0.9)) found.Add(new(table, column, own * weight));
            }
        }

        var best = found.Count == 0 ? 0 : found.Max(m => m.Score);
        var least = best >= 0.95 ? 0.74 : best - 0.4;
        return [.. found.Where(m => m.Score >= least).OrderByDescending(m => m.Score).ThenBy(m => m.Column is null ? 0 : 1).ThenBy(m => m.Table.Name, StringComparer.Ordinal).ThenBy(m => m.Column?.Name, StringComparer.Ordinal)];
    }

    public static bool IsSecret(string word) => Stems.Singular(word) is "password" or "passwd" or "secret" or "credential" or "pwd";

    // A name that people gave on purpose counts whole or not at all.
    private static double ScoreAlias(IReadOnlyList<string> words, IReadOnlyList<string> alias) =>
        words.Count == alias.Count && words.Zip(alias).All(p => Likeness(p.First, p.Second) >= 0.9) ? 0.98 : 0;

    /// <summary>"film length": first the table, then the column.</summary>
    private static double Prefixed(IReadOnlyList<string> words, SchemaColumn column)
    {
        var best = 0.0;
        for (var cut = 1; cut < words.Count; cut++)
        {
            var table = Score([.. words.Take(cut)], column.Table.Words);
            var rest = Score([.. words.Skip(cut)], NameWithoutId(column));
            if (table >= 0.75 && rest >= 0.75) best = Math.Max(best, table * rest + 0.05);
        }

        return Math.Min(best, 1);
    }

    private static IReadOnlyList<string> NameWithoutId(SchemaColumn column) =>
        column.Role == ColumnRole.Reference && column.Words is [.., _, "id"] ? [.. column.Words.SkipLast(1)] : column.Words;

    private static int Common(string a, string b) => a.Zip(b).TakeWhile(p => p.First == p.Second).Count();

    private static bool IsUnitWord(string word) => word is "sqm" or "kg" or "g" or "km" or "cm" or "mm" or "usd" or "eur" or "gbp" or "pct" or "min" or "minute" or "second" or "sec" or "ms" or "hour" or "mb" or "gb" or "byte" or "percent";

    private static bool IsTimeWord(string word) => word is "date" or "at" or "on" or "time" or "timestamp" or "day" or "ts" or "year";

    private static double Score(IReadOnlyList<string> words, IReadOnlyList<string> name)
    {
        if (name.Count == 0 || words.Count == 0) return 0;
        var left = name.ToList();
        var sum = 0.0;
        foreach (var word in words)
        {
            var best = left.Select(n => (Word: n, Score: Likeness(word, n))).OrderByDescending(p => p.Score).FirstOrDefault();
            if (best.Score < 0.6)
            {
                // Names run together, such as "salesperson" for "sales person".
                if (words.Count > 1 && string.Concat(words.Select(Stems.Singular)) == string.Concat(name)) return 0.97;
                return 0;
            }

            sum += best.Score;
            left.Remove(best.Word);
        }

        var matchesHead = !left.Contains(name[^1]);
        var covered = (double)words.Count / name.Count;
        return sum / words.Count * (covered >= 1 ? 1 : matchesHead ? 0.68 + 0.2 * covered : 0.5 + 0.2 * covered);
    }

    public static double Likeness(string word, string name)
    {
        var w = Stems.Singular(word);
        if (w == name || word == name) return 1;
        if (Stems.Root(word) == Stems.Root(name) && w.Length > 2) return 0.9;
        if (Synonyms.Are(w, name)) return 0.82;
        if (w.Length >= 4 && name.Length > w.Length && name.StartsWith(w, StringComparison.Ordinal) && name.Length <= w.Length + 5) return 0.62;
        if (Synonyms.Are(Stems.Root(word), name)) return 0.75;
        if (word.EndsWith("ed") && Common(w, name) is var common and >= 6 && common * 20 >= Math.Max(w.Length, name.Length) * 11) return 0.65;
        var slips = word.Length >= 8 ? 2 : word.Length >= 5 ? 1 : 0;
        return slips > 0 && !w.EndsWith("ed") && !w.EndsWith("ing") && w[0] == name[0] && name.Length >= 4 && Stems.Distance(w, name, slips) <= slips ? 0.78 : 0;
    }
}
