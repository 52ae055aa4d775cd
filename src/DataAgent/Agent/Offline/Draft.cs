namespace DataAgent.Agent.Offline;

/// <summary>One attempt to read the marks as a plan: what is taken so far, and from where paths start.</summary>
internal sealed class Draft(SchemaIndex schema, IReadOnlyList<Mark> marks, SchemaTable root)
{
    private readonly bool[] _used = new bool[marks.Count];

    public SchemaIndex Schema { get; } = schema;
    public IReadOnlyList<Mark> Marks { get; } = marks;
    public SchemaTable Root { get; } = root;

    /// <summary>What the question is about, when it is not the table that is added up.</summary>
    public SchemaTable? Entity { get; set; }

    public List<Measure> Measures { get; } = [];
    public List<Group> Groups { get; } = [];
    public List<Filter> Filters { get; } = [];
    public List<Having> Having { get; } = [];
    public List<(SchemaColumn Column, JoinPath Path)> Columns { get; } = [];
    public List<string> Notes { get; } = [];
    public Ordering? Order { get; set; }
    public bool OrderByMeasure { get; set; }
    public bool OrderAscending { get; set; }
    public int? Limit { get; set; }
    public bool WithTies { get; set; }
    public bool IsShare { get; set; }
    public double Score { get; set; }

    public bool IsUsed(int mark) => _used[mark];

    public void Use(params IEnumerable<int> indexes)
    {
        foreach (var i in indexes) _used[i] = true;
    }

    public IReadOnlyList<Mark> Unused => [.. Marks.Where((m, i) => m.IsContent && !_used[i])];

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

    /// <summary>The way from the root to a table, through the entity or the table named next to the mark when that is nearer in the question.</summary>
    public (JoinPath Path, double Cost)? Way(SchemaTable to, int at)
    {
        (JoinPath, double)? best = Schema.Joins.Find(Root, to) is { } direct ? (direct, direct.Cost) : null;
        foreach (var (anchor, bonus) in Anchors(at))
        {
            if (anchor == Root)
            {
                if (best is { } b) best = (b.Item1, b.Item2 - bonus);
                continue;
            }

            if (Schema.Joins.Find(Root, anchor) is not { } first || Schema.Joins.Find(anchor, to) is not { } then) continue;
            var cost = then.Cost + 0.3 - bonus;
            if (best is null || cost < best.Value.Item2) best = (first.Then(then), cost);
        }

        return best;
    }

    /// <summary>Best meaning of a term as seen from a mark's place in the question.</summary>
    public (Meaning Meaning, JoinPath Path, double Score)? Resolve(int at, Func<Meaning, bool> fits)
    {
        (Meaning, JoinPath, double)? best = null;
        foreach (var meaning in Marks[at].Meanings.Where(fits))
        {
            if (Way(meaning.Table, at) is not var (path, cost)) continue;
            var score = meaning.Score - 0.1 * cost - (path.FansOut ? 0.08 : 0);
            if (best is null || score > best.Value.Item3 + 1e-9) best = (meaning, path, score);
        }

        return best;
    }

    /// <summary>Tables named close by: the one before the mark, and one right after it ("Rock tracks").</summary>
    private IEnumerable<(SchemaTable, double)> Anchors(int at)
    {
        if (Next(at) is var after and >= 0 && after == at + 1 && TableAt(after) is { } following) yield return (following, 0.8);
        for (var i = at - 1; i >= 0 && i >= at - 8; i--)
        {
            if (TableAt(i) is not { } before) continue;
            yield return (before, 0.6);
            break;
        }

        if (Entity is { } entity) yield return (entity, 0.2);
    }

    private SchemaTable? TableAt(int i) =>
        Marks[i] is { Kind: MarkKind.Term, Meanings: [{ Column: null } first, ..] } ? TableOf(i, first) : null;

    private SchemaTable TableOf(int i, Meaning first) =>
        Marks[i].Meanings.Any(m => m.Column is null && m.Table == Root && m.Score >= first.Score - 0.2) ? Root
        : Entity is { } e && Marks[i].Meanings.Any(m => m.Column is null && m.Table == e && m.Score >= first.Score - 0.2) ? e : first.Table;
}
