namespace DataAgent.Dictionary;

/// <summary>The words of an index, and which of them a word of a question may stand for.</summary>
internal sealed class Vocabulary
{
    private const double LeastLikeness = 0.4;
    private const int MostLikeWords = 3;
    private const int ShortestPrefix = 3;

    private readonly HashSet<string> _words;
    private readonly string[] _sorted;
    private readonly Dictionary<string, List<string>> _byTrigram = [];

    public Vocabulary(IEnumerable<string> words)
    {
        _words = [.. words];
        _sorted = [.. _words.Order(StringComparer.Ordinal)];
        foreach (var word in _sorted)
            foreach (var trigram in Trigrams(word))
                if (_byTrigram.TryGetValue(trigram, out var list))
                    list.Add(word);
                else
                    _byTrigram[trigram] = [word];
    }

    /// <summary>Words of the index with a weight of 0 to 1 each.</summary>
    public IEnumerable<(string Word, double Weight)> Expand(IReadOnlyList<string> asked)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            if (i + 1 < asked.Count && _words.Contains(asked[i] + asked[i + 1]))
                yield return (asked[i] + asked[i + 1], 1);
            foreach (var match in Match(asked[i]))
                yield return match;
        }
    }

    private (string Word, double Weight)[] Match(string word)
    {
        if (_words.Contains(word))
            return [(word, 1)];
        if (Halves(word) is { } halves)
            return [(halves.First, 0.8), (halves.Second, 0.8)];
        (string, double)[] longer = [.. Starting(word).Take(MostLikeWords).Select(w => (w, 0.6))];
        return longer.Length > 0 ? longer : Alike(word);
    }

    // "orderlines" where the schema writes order_lines.
    private (string First, string Second)? Halves(string word)
    {
        for (var cut = 3; cut + 3 <= word.Length; cut++)
            if (IdentifierWords.Singular(word[..cut]) is var first && _words.Contains(first) && _words.Contains(word[cut..]))
                return (first, word[cut..]);
        return null;
    }

    private IEnumerable<string> Starting(string prefix)
    {
        if (prefix.Length < ShortestPrefix)
            yield break;
        var at = Array.BinarySearch(_sorted, prefix, StringComparer.Ordinal);
        for (var i = ~at; i >= 0 && i < _sorted.Length && _sorted[i].StartsWith(prefix, StringComparison.Ordinal); i++)
            yield return _sorted[i];
    }

    private (string, double)[] Alike(string word)
    {
        var trigrams = Trigrams(word);
        var shared = new Dictionary<string, int>();
        foreach (var trigram in trigrams)
            foreach (var other in _byTrigram.GetValueOrDefault(trigram) ?? [])
                shared[other] = shared.GetValueOrDefault(other) + 1;
        return [.. shared
            .Select(s => (Word: s.Key, Likeness: 2.0 * s.Value / (trigrams.Count + Trigrams(s.Key).Count)))
            .Where(s => s.Likeness >= LeastLikeness).OrderByDescending(s => s.Likeness).ThenBy(s => s.Word, StringComparer.Ordinal).Take(MostLikeWords)];
    }

    private static HashSet<string> Trigrams(string word)
    {
        var padded = $"  {word} ";
        return [.. Enumerable.Range(0, padded.Length - 2).Select(i => padded.Substring(i, 3))];
    }
}
