namespace DataAgent.Dictionary;

/// <summary>Which tables matter most, whatever the question: large ones, and those that much refers to. By their place in the dictionary.</summary>
internal sealed class TableRanking
{
    private static readonly HashSet<string> LeftOver =
        ["tmp", "temp", "bak", "backup", "old", "copy", "deprecated", "obsolete", "unused", "trash", "delete", "archive"];

    private readonly IReadOnlyList<TableInfo> _tables;

    public TableRanking(DataDictionary dictionary)
    {
        _tables = dictionary.Tables;
        Names = [.. _tables.Select(t => IdentifierWords.Singulars(t.Name).ToHashSet())];
        Neighbours = FindNeighbours(dictionary);
        Priors = [.. Enumerable.Range(0, _tables.Count).Select(Prior)];
    }

    /// <summary>The words of each table's name.</summary>
    public IReadOnlyList<IReadOnlySet<string>> Names { get; }

    /// <summary>Along foreign keys and hints, either way.</summary>
    public IReadOnlyList<IReadOnlySet<int>> Neighbours { get; }

    /// <summary>1 for a table of which nothing is known.</summary>
    public IReadOnlyList<double> Priors { get; }

    public IReadOnlyList<TableInfo> Rank() => [.. Enumerable.Range(0, _tables.Count).OrderByDescending(i => Priors[i]).Select(i => _tables[i])];

    private static HashSet<int>[] FindNeighbours(DataDictionary dictionary)
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
        var prior = 1 + (0.04 * Math.Log10(1 + (_tables[i].RowEstimate ?? 0))) + (0.04 * Math.Min(Neighbours[i].Count, 10));
        var isLeftOver = _tables[i].Note?.IsDoNotUse == true || Names[i].Overlaps(LeftOver) || Names[i].Any(w => w.Length is 6 or 8 && w.All(char.IsAsciiDigit));
        return isLeftOver ? prior * 0.4 : prior;
    }
}
