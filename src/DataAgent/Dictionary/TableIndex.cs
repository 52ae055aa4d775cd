using DataAgent.Dictionary.Notes;

namespace DataAgent.Dictionary;

/// <summary>An inverted index over the tables of one dictionary, scored by BM25 with weighted fields. Read-only once built.</summary>
internal sealed class TableIndex
{
    private const double Saturation = 1.2;
    private const double LengthNorm = 0.4;
    private const double NameWeight = 4;
    private const double NeighbourShare = 0.2;
    private const int Expanded = 5;

    private static readonly HashSet<string> LeftOver =
        ["tmp", "temp", "bak", "backup", "old", "copy", "deprecated", "obsolete", "unused", "trash", "delete", "archive"];

    private static readonly HashSet<string> NoMeaning =
    [
        "a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "from", "with", "and", "or", "per", "each", "every", "all", "is", "are", "was", "were", "be",
        "do", "does", "did", "how", "many", "much", "what", "which", "who", "where", "when", "show", "list", "give", "me", "us", "my", "our", "i", "we", "it",
        "that", "thi", "these", "those", "there", "have", "has", "had", "most", "top", "number", "count", "average", "sum", "total", "please", "find", "get", "table",
    ];

    private readonly IReadOnlyList<TableInfo> _tables;
    private readonly Dictionary<string, List<(int Table, double Weight)>> _postings = [];
    private readonly HashSet<string>[] _names;
    private readonly double[] _lengths;
    private readonly double[] _priors;
    private readonly HashSet<int>[] _neighbours;
    private readonly double _meanLength;
    private readonly Vocabulary _vocabulary;

    public TableIndex(DataDictionary dictionary)
    {
        _tables = dictionary.Tables;
        _names = [.. _tables.Select(t => Words(t.Name).ToHashSet())];
        _neighbours = Neighbours(dictionary);
        _lengths = new double[_tables.Count];
        _priors = [.. Enumerable.Range(0, _tables.Count).Select(Prior)];
        for (var i = 0; i < _tables.Count; i++)
            Add(i, _tables[i]);
        _meanLength = _tables.Count == 0 ? 1 : _lengths.Average();
        _vocabulary = new Vocabulary(_postings.Keys);
    }

    public IReadOnlyList<TableInfo> Rank() => [.. Enumerable.Range(0, _tables.Count).OrderByDescending(i => _priors[i]).Select(i => _tables[i])];

    public IReadOnlyList<TableInfo> Find(string words, int most)
    {
        var asked = Words(words).Where(w => !NoMeaning.Contains(w)).ToArray();
        var scores = new double[_tables.Count];
        foreach (var (term, weight) in _vocabulary.Expand(asked))
            Score(scores, term, weight);
        for (var i = 0; i < scores.Length; i++)
            scores[i] *= _priors[i] * (_names[i].All(asked.Contains) ? 1.5 : 1);
        int[] best = [.. Best(scores).Take(Expanded)];
        var direct = best.Select(i => scores[i]).ToArray();
        for (var b = 0; b < best.Length; b++)
            foreach (var neighbour in _neighbours[best[b]])
                scores[neighbour] += NeighbourShare * direct[b] * _priors[neighbour] / Math.Max(2, _neighbours[best[b]].Count);
        return [.. Best(scores).Take(most).Select(i => _tables[i])];
    }

    private static IEnumerable<int> Best(double[] scores) =>
        Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]);

    private static IEnumerable<string> Words(string text) => IdentifierWords.Split(text).Select(IdentifierWords.Singular);

    private static HashSet<int>[] Neighbours(DataDictionary dictionary)
    {
        var tables = dictionary.Tables;
        var byName = tables.Select((t, i) => (t.Name, i)).ToDictionary(t => t.Name, t => t.i);
        HashSet<int>[] neighbours = [.. tables.Select(_ => new HashSet<int>())];
        for (var i = 0; i < tables.Count; i++)
            foreach (var key in tables[i].ForeignKeys)
                if (byName.TryGetValue(key.Table, out var other) && other != i)
                {
                    neighbours[i].Add(other);
                    neighbours[other].Add(i);
                }

        foreach (var hint in dictionary.JoinHints)
            if (byName.TryGetValue(hint.FromTable, out var from) && byName.TryGetValue(hint.ToTable, out var to) && from != to)
            {
                neighbours[from].Add(to);
                neighbours[to].Add(from);
            }

        return neighbours;
    }

    // What a name alone cannot tell: copies and left-overs are small, or stand alone, or say so.
    private double Prior(int i)
    {
        var prior = 1 + (0.04 * Math.Log10(1 + (_tables[i].RowEstimate ?? 0))) + (0.04 * Math.Min(_neighbours[i].Count, 10));
        var isLeftOver = _tables[i].Note?.IsDoNotUse == true || _names[i].Overlaps(LeftOver) || _names[i].Any(w => w.Length is 6 or 8 && w.All(char.IsAsciiDigit));
        return isLeftOver ? prior * 0.4 : prior;
    }

    private void Add(int i, TableInfo table)
    {
        var weights = new Dictionary<string, double>();
        Take(table.Name, NameWeight);
        Take(table.Comment, 1.5);
        TakeNote(table.Note, NameWeight * 0.75, 1.5);
        foreach (var column in table.Columns)
        {
            Take(column.Name, 1);
            Take(column.Comment, 0.5);
            TakeNote(column.Note, 0.75, 0.5);
            foreach (var value in column.Values)
                Take(value, 0.3);
        }

        _lengths[i] = weights.Values.Sum();
        foreach (var (word, weight) in weights)
        {
            if (!_postings.TryGetValue(word, out var postings))
                _postings[word] = postings = [];
            postings.Add((i, weight));
        }

        void TakeNote(NoteText? note, double synonyms, double description)
        {
            foreach (var synonym in note?.Synonyms ?? [])
                Take(synonym, synonyms);
            Take(note?.Description, description);
        }

        void Take(string? text, double weight)
        {
            foreach (var word in Words(text ?? ""))
                weights[word] = weights.GetValueOrDefault(word) + weight;
        }
    }

    private void Score(double[] scores, string term, double weight)
    {
        var postings = _postings[term];
        var rarity = Math.Log(1 + ((_tables.Count - postings.Count + 0.5) / (postings.Count + 0.5)));
        foreach (var (table, frequency) in postings)
        {
            var norm = Saturation * (1 - LengthNorm + (LengthNorm * _lengths[table] / _meanLength));
            scores[table] += weight * rarity * frequency * (Saturation + 1) / (frequency + norm);
        }
    }
}
