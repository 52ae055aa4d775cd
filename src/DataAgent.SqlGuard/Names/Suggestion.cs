namespace DataAgent.SqlGuard.Names;

/// <summary>"Did you mean": the nearest of the names that may be seen, written as SQL wants them.</summary>
public static class Suggestion
{
    /// <returns>A sentence that starts with a blank, or nothing.</returns>
    public static string For(string name, IEnumerable<string> candidates)
    {
        var near = Near(name, candidates).Select(Quoted).ToList();
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    /// <summary>At most three, the nearest first.</summary>
    public static IReadOnlyList<string> Near(string name, IEnumerable<string> candidates) =>
    [
        .. candidates.Distinct()
            .Select(candidate => (candidate, distance: Distance(Fold(name), Fold(candidate))))
            .Where(pair => pair.distance <= Math.Max(1, name.Length / 3))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Take(3)
            .Select(pair => pair.candidate),
    ];

    /// <summary>As it must be written in SQL: in quotes when it is not plain lower case.</summary>
    public static string Quoted(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => c is '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? name
            : $"\"{name.Replace("\"", "\"\"")}\"";

    private static string Fold(string name)
    {
        var folded = name.ToLowerInvariant().Replace("_", "");
        return folded.EndsWith('s') ? folded[..^1] : folded;
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[b.Length];
    }
}
