using DataAgent.Dictionary;

namespace DataAgent.Web.Dictionary;

/// <summary>Where the boxes of a schema's tables stand: what is referred to above, what refers to it below.</summary>
/// <remarks>The same tables always give the same picture. Tables that belong together stand together; those without relations come last.</remarks>
public sealed class DiagramLayout
{
    public const int BoxWidth = 172, BoxHeight = 46;
    private const int ColumnGap = 16, RowGap = 48, GroupGap = 44, Margin = 24;
    private const int Sweeps = 6;

    /// <summary>As many boxes side by side as a laptop shows at full size.</summary>
    private const int Narrowest = 5;

    private readonly IReadOnlyList<TableInfo> _tables;
    private readonly List<int>[] _parents, _children;
    private readonly DiagramBox[] _boxes;

    private DiagramLayout(DataDictionary dictionary)
    {
        _tables = [.. dictionary.Tables.OrderBy(t => t.Name, StringComparer.Ordinal)];
        _boxes = new DiagramBox[_tables.Count];
        var index = _tables.Select((t, i) => (t.Name, i)).ToDictionary(t => t.Name, t => t.i);
        (_parents, _children) = ([.. _tables.Select(_ => new List<int>())], [.. _tables.Select(_ => new List<int>())]);
        foreach (var (from, to) in Relations(dictionary).Select(r => (r.From, r.To)).Distinct())
            if (from != to && index.TryGetValue(from, out var child) && index.TryGetValue(to, out var parent))
            {
                _parents[child].Add(parent);
                _children[parent].Add(child);
            }
    }

    public static Diagram Of(DataDictionary dictionary)
    {
        var layout = new DiagramLayout(dictionary);
        var (width, height) = layout.Place();
        var byName = layout._boxes.ToDictionary(b => b.Table.Name);
        DiagramLine[] lines =
        [
            .. Relations(dictionary).Where(r => byName.ContainsKey(r.From) && byName.ContainsKey(r.To))
                .Select(r => new DiagramLine(byName[r.From], byName[r.To], r.Words, r.IsHint)),
        ];
        return new Diagram(layout._boxes, lines, width, height);
    }

    private static IEnumerable<(string From, string To, string Words, bool IsHint)> Relations(DataDictionary dictionary) =>
        dictionary.Tables.OrderBy(t => t.Name, StringComparer.Ordinal)
            .SelectMany(t => t.ForeignKeys.Select(k =>
                (t.Name, k.Table, $"{t.Name} ({string.Join(", ", k.Columns)}) → {k.Table} ({string.Join(", ", k.References)})", false)))
            .Concat(dictionary.JoinHints.Select(h => (h.FromTable, h.ToTable, h.ToString(), true)));

    // Groups fill rows of about the shape of a screen, the largest first.
    private (int Width, int Height) Place()
    {
        var groups = Groups();
        var area = groups.Sum(g => (double)g.Width * g.Height);
        var target = Math.Max(groups.Count == 0 ? 0 : groups.Max(g => g.Width), (int)Math.Sqrt(area * 1.7));
        var (x, y, rowHeight, width) = (0, 0, 0, 0);
        foreach (var group in groups)
        {
            if (x > 0 && x + group.Width > target)
                (x, y, rowHeight) = (0, y + rowHeight + GroupGap, 0);
            foreach (var (table, left, top) in group.Places)
                _boxes[table] = new DiagramBox(_tables[table], Margin + x + left, Margin + y + top);
            (x, rowHeight) = (x + group.Width + GroupGap, Math.Max(rowHeight, group.Height));
            width = Math.Max(width, x - GroupGap);
        }

        return (width + (2 * Margin), y + rowHeight + (2 * Margin));
    }

    private List<Group> Groups()
    {
        var seen = new bool[_tables.Count];
        List<List<int>> related = [];
        List<int> alone = [];
        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i])
                continue;
            var members = Reach(i, seen);
            if (members.Count == 1)
                alone.Add(i);
            else
                related.Add(members);
        }

        List<Group> groups = [.. related.OrderByDescending(g => g.Count).ThenBy(g => g.Min()).Select(Layered)];
        if (alone.Count > 0)
            groups.Add(InRows([alone], Math.Clamp(alone.Count, 1, Math.Max(Narrowest, (int)Math.Sqrt(alone.Count)))));
        return groups;
    }

    private List<int> Reach(int start, bool[] seen)
    {
        List<int> members = [start];
        seen[start] = true;
        for (var at = 0; at < members.Count; at++)
            foreach (var next in _parents[members[at]].Concat(_children[members[at]]))
                if (!seen[next])
                {
                    seen[next] = true;
                    members.Add(next);
                }

        return members;
    }

    private Group Layered(List<int> members)
    {
        var depth = Depths(members);
        // What refers to nothing stands right above what refers to it, so that few lines pass behind other boxes.
        foreach (var top in members.Where(m => depth[m] == 0 && _children[m].Any(c => depth[c] > 1)))
            depth[top] = Math.Max(0, _children[top].Min(c => depth[c]) - 1);
        List<int>[] layers = [.. members.GroupBy(m => depth[m]).OrderBy(g => g.Key).Select(g => g.Order().ToList())];
        Untangle(layers);
        return InRows(layers, Math.Max(Narrowest, (int)Math.Sqrt(members.Count)));
    }

    // The longest way to a table that refers to none. A circle is cut where it closes.
    private Dictionary<int, int> Depths(List<int> members)
    {
        var depth = new Dictionary<int, int>();
        var open = new HashSet<int>();
        foreach (var start in members.Order())
        {
            // By hand, for a chain of references may be as long as the schema is large.
            var stack = new Stack<(int Table, int Next)>([(start, 0)]);
            while (stack.TryPop(out var step))
            {
                if (depth.ContainsKey(step.Table))
                    continue;
                open.Add(step.Table);
                var parents = _parents[step.Table];
                var next = step.Next;
                while (next < parents.Count && (depth.ContainsKey(parents[next]) || open.Contains(parents[next])))
                    next++;
                if (next < parents.Count)
                {
                    stack.Push((step.Table, next));
                    stack.Push((parents[next], 0));
                    continue;
                }

                depth[step.Table] = parents.Where(depth.ContainsKey).Select(p => depth[p] + 1).DefaultIfEmpty(0).Max();
                open.Remove(step.Table);
            }
        }

        return depth;
    }

    // Each table moves towards the middle of those it is related to, from top to bottom and back.
    private void Untangle(List<int>[] layers)
    {
        var place = new Dictionary<int, double>();
        foreach (var layer in layers)
            Number(layer);
        for (var sweep = 0; sweep < Sweeps; sweep++)
            foreach (var layer in sweep % 2 == 0 ? layers : layers.Reverse())
            {
                var sorted = layer.OrderBy(Middle).ThenBy(t => place[t]).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                Number(layer);
            }

        void Number(List<int> layer)
        {
            for (var i = 0; i < layer.Count; i++)
                place[layer[i]] = (i + 0.5) / layer.Count;
        }

        double Middle(int table) => _parents[table].Concat(_children[table]).Select(t => place[t]).DefaultIfEmpty(place[table]).Average();
    }

    // A wide layer takes several rows; each row is centred below the others.
    private static Group InRows(IReadOnlyList<List<int>> layers, int most)
    {
        int[][] rows = [.. layers.SelectMany(l => l.Chunk((int)Math.Ceiling(l.Count / Math.Ceiling(l.Count / (double)most))))];
        var width = Width(rows.Max(r => r.Length));
        List<(int, int, int)> places = [];
        for (var row = 0; row < rows.Length; row++)
            for (var i = 0; i < rows[row].Length; i++)
                places.Add((rows[row][i], ((width - Width(rows[row].Length)) / 2) + (i * (BoxWidth + ColumnGap)), row * (BoxHeight + RowGap)));
        return new Group(places, width, (rows.Length * (BoxHeight + RowGap)) - RowGap);

        static int Width(int boxes) => (boxes * (BoxWidth + ColumnGap)) - ColumnGap;
    }

    private sealed record Group(List<(int Table, int Left, int Top)> Places, int Width, int Height);
}
