namespace DataAgent.Agent.Offline;

/// <summary>Gives the remaining schema words their part: what is listed, what is shown of it, what must exist.</summary>
internal sealed class SubjectReader(Draft draft)
{
    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read()
    {
        var ranked = draft.OrderByMeasure || draft.Having.Count > 0;
        var isList = Marks.Any(m => m.Kind == MarkKind.List);
        for (var i = 0; i < Marks.Count; i++)
        {
            if (draft.IsUsed(i) || Marks[i].Kind != MarkKind.Term) continue;
            if (Marks[i].Meanings.Count == 0)
            {
                if (Marks[i].Concept is not null && (draft.Measures.Any(m => m.Label is "revenue" or "units sold") || draft.Order is not null)) draft.Use(i);
                continue;
            }

            if (draft.Measures.Count > 0) ReadBesideMeasure(i, ranked, isList);
            else ReadOfRows(i);
        }

        foreach (var i in Enumerable.Range(0, Marks.Count).Where(i => Marks[i].Kind == MarkKind.Distinct)) draft.Use(i);
    }

    private void ReadBesideMeasure(int at, bool ranked, bool isList)
    {
        var first = Marks[at].Meanings[0];
        if (MeansTable(at, draft.Root))
        {
            Take(at, first.Score);
            return;
        }

        // "track length in milliseconds": the same column once more.
        if (draft.Measures.Any(m => m.Column is not null && Marks[at].Meanings.Any(x => x.Column == m.Column && x.Score >= first.Score - 0.1)))
        {
            Take(at, first.Score);
            return;
        }

        var firstOpen = Enumerable.Range(0, at).All(i => draft.IsUsed(i) || Marks[i].Kind != MarkKind.Term);
        var isEntity = draft.Entity is { } e && MeansTable(at, e);
        var beforeMeasure = !Enumerable.Range(0, at).Any(i => Marks[i].Kind is MarkKind.Count or MarkKind.Aggregate);
        var splits = firstOpen && draft.Groups.All(g => g.Grain is not null) && (ranked && draft.Groups.Count == 0 || isList && beforeMeasure && Marks.Any(m => m.Kind == MarkKind.List && (m.Argument == "which" || m.Text.StartsWith("list", StringComparison.OrdinalIgnoreCase) || m.Text.StartsWith("show", StringComparison.OrdinalIgnoreCase))));
        if (splits && new GroupReader(draft, false).ResolveGroup(at) is var (group, score))
        {
            if (isEntity && draft.Schema.Joins.Find(draft.Root, draft.Entity!) is { } way) group = new(way, draft.Entity!, null, null, draft.Entity!.Label);
            draft.Groups.Add(group);
            Take(at, score);
            return;
        }

        // "revenue from customers in Brazil": the filter took the way through it. "tracks of albums": nothing to add when every row has one.
        if (draft.Filters.Any(f => f.Path.Links.Any(l => MeansTable(at, l.To)))) Take(at, 0.5);
        else if (draft.Groups.Any(g => g.Path.Links.Any(l => MeansTable(at, l.To)) || MeansTable(at, g.Table))) Take(at, 0.5);
        else if (draft.Resolve(at, m => m.Column is null && m.Score >= 0.6) is var (meaning, path, points))
        {
            if (path.FansOut || path.Links.Any(l => l.Reference.Info.IsNullable)) draft.Filters.Add(new(path, meaning.Table, null, null, [], $"with {meaning.Table.Plural}"));
            else if (points < 0.55 || ranked && isEntity) return;
            Take(at, points - 0.3);
        }
    }

    private void ReadOfRows(int at)
    {
        var entity = draft.Root;
        if (MeansTable(at, entity))
        {
            Take(at, Marks[at].Meanings.First(m => m.Column is null && m.Table == entity).Score);
            return;
        }

        var column = draft.Resolve(at, m => m.Column is not null && m.Score >= 0.6 && m.Column.Role != ColumnRole.Key);
        var table = draft.Resolve(at, m => m.Column is null && m.Score >= 0.6);
        if (column is { Path.FansOut: false } c && !(table is { } t && t.Score > c.Score + 0.15))
        {
            var before = draft.Previous(at);
            if (c.Meaning.Column!.Info.IsNullable && before >= 0 && Marks[before].Text.ToLowerInvariant() is "with" or "having")
                draft.Filters.Add(new(c.Path, c.Meaning.Table, c.Meaning.Column, $"{{0}}.{SqlText.Name(c.Meaning.Column.Name)} is not null", [], $"a {c.Meaning.Column.Label}"));
            var isName = Stems.Singular(Marks[at].Text) == "name" && c.Meaning.Table.NameColumns.Contains(c.Meaning.Column!);
            draft.Columns.AddRange((isName ? c.Meaning.Table.NameColumns : [c.Meaning.Column!]).Select(x => (x, c.Path)));
            Take(at, c.Score);
        }
        else if (draft.Filters.Any(f => f.Path.Links.Any(l => MeansTable(at, l.To)))) Take(at, 0.6);
        else if (table is { } other)
        {
            if (other.Path.FansOut) draft.Filters.Add(new(other.Path, other.Meaning.Table, null, null, [], $"with {other.Meaning.Table.Plural}"));
            else draft.Columns.AddRange(other.Meaning.Table.NameColumns.Select(n => (n, other.Path)));
            if (!other.Path.FansOut && other.Meaning.Table.NameColumns.Count == 0) return;
            Take(at, other.Score - 0.2);
        }
    }

    private bool MeansTable(int at, SchemaTable table) => Marks[at].Meanings.Any(m => m.Column is null && m.Table == table && m.Score >= Marks[at].Meanings[0].Score - 0.3);

    private void Take(int at, double score)
    {
        draft.Use(at);
        draft.Score += score;
    }
}
