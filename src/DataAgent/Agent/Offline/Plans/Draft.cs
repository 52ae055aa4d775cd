using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>A way to a table and what it costs in this place of the question, which may be less than the path does by itself.</summary>
internal sealed record Way(JoinPath Path, double Cost);

/// <summary>The meaning of a word as seen from a draft: the way there, and how well it fits when the way is counted in.</summary>
internal sealed record Resolved(Meaning Meaning, JoinPath Path, double Score);

/// <summary>A column at the end of a way.</summary>
internal sealed record ColumnAt(SchemaColumn Column, JoinPath Path);

/// <summary>One attempt to read the marks as a plan: what is taken so far, and from where paths start.</summary>
internal sealed class Draft(SchemaIndex schema, IReadOnlyList<Mark> marks, SchemaTable root)
{
    /// <summary>How far before a word a table may be named to be an anchor for it.</summary>
    private const int AnchorReach = 8;

    private readonly bool[] _used = new bool[marks.Count];

    public SchemaIndex Schema { get; } = schema;
    public IReadOnlyList<Mark> Marks { get; } = marks;

    /// <summary>The table whose rows are listed, counted or added up.</summary>
    public SchemaTable Root { get; } = root;

    /// <summary>What the question is about, when it is not the table that is added up.</summary>
    public SchemaTable? Entity { get; set; }

    public SchemaTable Subject => Entity ?? Root;

    public List<Measure> Measures { get; } = [];
    public List<Group> Groups { get; } = [];
    public List<Filter> Filters { get; } = [];
    public List<Having> Having { get; } = [];
    public List<ColumnAt> Columns { get; } = [];
    public List<string> Notes { get; } = [];
    public Ordering? Order { get; set; }
    public bool OrderByMeasure { get; set; }
    public bool OrderAscending { get; set; }
    public int? Limit { get; set; }
    public bool IsShare { get; set; }
    public double Score { get; set; }

    public IReadOnlyList<Mark> Unused => [.. Marks.Where((m, i) => m.IsContent && !_used[i])];

    public bool IsUsed(int mark) => _used[mark];

    public void Use(params IEnumerable<int> indexes)
    {
        foreach (var i in indexes) _used[i] = true;
    }

    /// <summary>Gives marks their part in the plan, and the reading what they are worth.</summary>
    public void Take(double worth, params IEnumerable<int> indexes)
    {
        Use(indexes);
        Score += worth;
    }

    /// <summary>The next mark that is not a filler word, or −1.</summary>
    public int Next(int at, params ReadOnlySpan<MarkKind> skip)
    {
        for (var i = at + 1; i < Marks.Count; i++)
            if (Marks[i].Kind != MarkKind.Stop && !skip.Contains(Marks[i].Kind)) return i;
        return -1;
    }

    public int Previous(int at, params ReadOnlySpan<MarkKind> skip)
    {
        for (var i = at - 1; i >= 0; i--)
            if (Marks[i].Kind != MarkKind.Stop && !skip.Contains(Marks[i].Kind)) return i;
        return -1;
    }

    public MarkKind? KindAt(int at) => at >= 0 && at < Marks.Count ? Marks[at].Kind : null;

    /// <summary>A list of rows or a ranking is asked for, and this mark names what is listed: "top 5 customers in Germany by revenue".</summary>
    public bool NamesListedRows(int mark) =>
        Marks[mark].NamesTable && Groups.Count == 0 && (Measures.Count == 0 || OrderByMeasure)
        && Marks[mark].Meanings.Any(m => m.Column is null && (m.Table == Entity || m.Table == Root));

    /// <summary>
    /// The way from the root to a table, through the entity or the table named next to the mark when that is nearer in the question.
    /// </summary>
    public Way? FindWay(SchemaTable to, int at)
    {
        var best = Schema.Joins.Find(Root, to) is { } direct ? new Way(direct, direct.Cost) : null;
        foreach (var (anchor, saving) in Anchors(at))
        {
            if (anchor == Root)
            {
                if (best is not null) best = best with { Cost = best.Cost - saving };
                continue;
            }

            if (Schema.Joins.Find(Root, anchor) is not { } first || Schema.Joins.Find(anchor, to) is not { } then) continue;
            var cost = then.Cost + Weights.ThroughAnchor - saving;
            if (best is null || cost < best.Cost) best = new(first.Then(then), cost);
        }

        return best;
    }

    /// <summary>The best meaning of a term as seen from its place in the question.</summary>
    public Resolved? Resolve(int at, Func<Meaning, bool> fits)
    {
        Resolved? best = null;
        foreach (var meaning in Marks[at].Meanings.Where(fits))
        {
            if (FindWay(meaning.Table, at) is not var (path, cost)) continue;
            var score = meaning.Score - Weights.PerStep * cost - (path.FansOut ? Weights.FansOut : 0);
            if (best is null || score > best.Score + Weights.Tie) best = new(meaning, path, score);
        }

        return best;
    }

    /// <summary>Tables named close by: the one before the mark, and one right after it ("Rock tracks").</summary>
    private IEnumerable<(SchemaTable Table, double Saving)> Anchors(int at)
    {
        var after = Next(at);
        if (after == at + 1 && TableAt(after) is { } following) yield return (following, Weights.AnchorAfter);
        for (var i = at - 1; i >= 0 && i >= at - AnchorReach; i--)
        {
            if (TableAt(i) is not { } before) continue;
            yield return (before, Weights.AnchorBefore);
            break;
        }

        if (Entity is { } entity) yield return (entity, Weights.AnchorEntity);
    }

    /// <summary>The table a mark names: what the draft is about rather than another of nearly the same name.</summary>
    private SchemaTable? TableAt(int at)
    {
        if (Marks[at] is not { Kind: MarkKind.Term, NamesTable: true } mark) return null;
        if (mark.Means(Root, Weights.AnchorSlack)) return Root;
        return Entity is { } entity && mark.Means(entity, Weights.AnchorSlack) ? entity : mark.Meanings[0].Table;
    }
}
