namespace DataAgent.Agent.Offline.Schema;

/// <summary>How to get from one table to another: the links in order. Empty when they are the same.</summary>
internal sealed record JoinPath(IReadOnlyList<Link> Links, double Cost)
{
    /// <summary>One row at the start may meet several at the end: sums must not be taken over the join.</summary>
    public bool FansOut => Links.Any(l => !l.Forward);

    public JoinPath Then(JoinPath next) => new([.. Links, .. next.Links], Cost + next.Cost);

    public static readonly JoinPath None = new([], 0);
}

/// <summary>
/// Cheapest ways through the foreign keys: straight up to a parent first, through a table that joins two others next, down to children
/// last.
/// </summary>
internal sealed class JoinPaths
{
    private const double Longest = 9;
    private readonly Dictionary<SchemaTable, Dictionary<SchemaTable, JoinPath>> _known = [];

    /// <summary><c>null</c>: the two are not related.</summary>
    public JoinPath? Find(SchemaTable from, SchemaTable to)
    {
        if (from == to) return JoinPath.None;
        if (!_known.TryGetValue(from, out var paths)) _known[from] = paths = Search(from);
        return paths.GetValueOrDefault(to);
    }

    private static Dictionary<SchemaTable, JoinPath> Search(SchemaTable start)
    {
        var found = new Dictionary<SchemaTable, JoinPath>();
        var done = new HashSet<(SchemaTable, bool)>();
        var queue = new PriorityQueue<(SchemaTable At, bool CameUp, JoinPath Path), (double, int, string)>();
        queue.Enqueue((start, false, JoinPath.None), (0, 0, ""));
        while (queue.TryDequeue(out var step, out _))
        {
            var (at, cameUp, path) = step;
            if (!done.Add((at, cameUp))) continue;
            if (at != start) found.TryAdd(at, path);
            foreach (var link in at.Links.Where(l => l.To != start && l.To != at && path.Links.All(p => p.From != l.To)))
            {
                var cost = path.Cost + CostOf(link, cameUp, at);
                if (cost > Longest) continue;
                var next = new JoinPath([.. path.Links, link], cost);
                var name = string.Join('/', next.Links.Select(l => $"{l.To.Name}.{l.Reference.Name}"));
                queue.Enqueue((link.To, link.Forward && !at.IsBridge, next), (cost, path.Links.Count, name));
            }
        }

        return found;
    }

    /// <summary>Turning down again after going up (customer, store, everything of that store) is rarely what a question means.</summary>
    private static double CostOf(Link link, bool cameUp, SchemaTable at)
    {
        var extraWords = link.Reference.Words.Count(w => w != "id" && !(link.Forward ? link.To : link.From).Words.Contains(w));
        var detour = 0.2 * extraWords + (link.IsGuess ? 0.1 : 0);
        if (link.Forward && link.Reference.Info.IsNullable) detour += 0.6;
        if (link.Forward) return (at.IsBridge ? 0.5 : 1) + detour;
        return (link.To.IsBridge ? 1.1 : 1.4 + (cameUp ? 3 : 0)) + detour;
    }
}
