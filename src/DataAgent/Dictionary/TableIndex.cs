using System.Runtime.InteropServices;
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

    private static readonly HashSet<string> NoMeaning =
    [
        "a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "from", "with", "and", "or", "per", "each", "every", "all", "is", "are", "was", "were", "be",
        "do", "does", "did", "how", "many", "much", "what", "which", "who", "where", "when", "show", "list", "give", "me", "us", "my", "our", "i", "we", "it",
        "that", "thi", "these", "those", "there", "have", "has", "had", "most", "top", "number", "count", "average", "sum", "total", "please", "find", "get", "table",
    ];

    private readonly IReadOnlyList<TableInfo> _tables;
    private readonly Dictionary<string, List<(int Table, double Weight)>> _postings = [];
    private readonly TableRanking _ranking;
    private readonly double[] _lengths;
    private readonly double _meanLength;
    private readonly Vocabulary _vocabulary;

    public TableIndex(DataDictionary dictionary, TableRanking ranking)
    {
        (_tables, _ranking) = (dictionary.Tables, ranking);
        _lengths = new double[_tables.Count];
        // The same few names and comments come again and again in the columns of a large schema.
        var known = new Dictionary<string, string[]>();
        for (var i = 0; i < _tables.Count; i++)
            Add(i, _tables[i], known);
        _meanLength = _tables.Count == 0 ? 1 : _lengths.Average();
        _vocabulary = new Vocabulary(_postings.Keys);
    }

    public IReadOnlyList<TableInfo> Find(string words, int most)
    {
        var asked = IdentifierWords.Singulars(words).Where(w => !NoMeaning.Contains(w)).ToArray();
        var scores = new double[_tables.Count];
        foreach (var (term, weight) in _vocabulary.Expand(asked))
            Score(scores, term, weight);
        for (var i = 0; i < scores.Length; i++)
            scores[i] *= _ranking.Priors[i] * (_ranking.Names[i].All(asked.Contains) ? 1.5 : 1);
        int[] best = [.. Best(scores).Take(Expanded)];
        var direct = best.Select(i => scores[i]).ToArray();
        for (var b = 0; b < best.Length; b++)
            foreach (var neighbour in _ranking.Neighbours[best[b]])
                scores[neighbour] += NeighbourShare * direct[b] * _ranking.Priors[neighbour] / Math.Max(2, _ranking.Neighbours[best[b]].Count);
        return [.. Best(scores).Take(most).Select(i => _tables[i])];
    }

    private static IEnumerable<int> Best(double[] scores) =>
        Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]);

    private void Add(int i, TableInfo table, Dictionary<string, string[]> known)
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
            if (text is null)
                return;
            if (!known.TryGetValue(text, out var words))
                known[text] = words = [.. IdentifierWords.Singulars(text)];
            foreach (var word in words)
                CollectionsMarshal.GetValueRefOrAddDefault(weights, word, out _) += weight;
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
