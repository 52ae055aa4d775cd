namespace DataAgent.Agent.Offline;

/// <summary>Reads what figures are split by, how they are ordered and how many are asked for.</summary>
internal sealed class GroupReader(Draft draft, bool perEntity)
{
    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read()
    {
        for (var i = 0; i < Marks.Count; i++)
            if (Marks[i].Kind is MarkKind.By or MarkKind.Sort && !draft.IsUsed(i)) ReadBy(i);
        for (var i = 0; i < Marks.Count; i++)
        {
            if (Marks[i].Kind == MarkKind.Grain && !draft.IsUsed(i) && !IsUnit(i) && (draft.Measures.Count > 0 || Marks[i].Argument == "auto")) AddGrain(i, i);
            if (Marks[i].Kind == MarkKind.Share) (draft.IsShare, _) = (true, Used(i));
            if (Marks[i].Kind == MarkKind.Versus) draft.Use(i);
        }

        for (var i = 0; i < Marks.Count; i++)
            if (Marks[i].Kind == MarkKind.Rank && !(draft.IsUsed(i) && draft.Measures is [{ Function: "max" or "min" }])) ReadRank(i);
        var list = draft.Measures.Count == 0 && !Marks.Any(m => m.Kind == MarkKind.Rank);
        for (var i = 0; i + 1 < Marks.Count && list; i++)
            if (Marks[i] is { Kind: MarkKind.Number, Number: > 0 and < 10_000 and var n } && draft.Previous(i) is var b && (b < 0 || Marks[b].Kind == MarkKind.List) && Marks[i + 1].Kind == MarkKind.Term && !draft.IsUsed(i))
                (draft.Limit, _) = ((int)n, Used(i));
    }

    /// <summary>The number in "which 5 artists …", or −1.</summary>
    private int CountOfAsked() => Enumerable.Range(0, Marks.Count - 1).FirstOrDefault(
        i => Marks[i] is { Kind: MarkKind.Number, Number: > 0 and < 10_000 } && !draft.IsUsed(i) && draft.Previous(i) is >= 0 and var b && Marks[b].Kind == MarkKind.List && Marks[i + 1].Kind == MarkKind.Term, -1);

    private bool Used(int i)
    {
        draft.Use(i);
        return true;
    }

    private bool IsUnit(int i) => i > 0 && Marks[i - 1].Kind == MarkKind.Number;

    private void ReadBy(int at)
    {
        var next = draft.Next(at, MarkKind.Distinct, MarkKind.Prep);
        if (Marks[at].Kind == MarkKind.Sort && Marks[at].Argument != "")
        {
            draft.Use(at);
            draft.OrderAscending = Marks[at].Argument == "asc";
            return;
        }

        if (next < 0) return;
        if (draft.IsUsed(next) || Marks[next].Kind == MarkKind.Value && Marks[at].Kind == MarkKind.By || Marks[next].Meanings.Any(m => m.Column is not null && draft.Measures.Any(x => x.Column == m.Column)))
        {
            draft.Use(at);
            if (Marks[next].Kind == MarkKind.Term) draft.Use(next);
            return;
        }

        var isOrder = Marks[at].Kind == MarkKind.Sort || Marks.Take(at).Any(m => m.Kind == MarkKind.Rank) && !Marks[at].Text.Contains("each") && Marks[at].Text != "per";
        // "top customers by total spending": the amount is the measure already.
        if (isOrder && draft.Measures.Count > 0 && Marks[next].Meanings is [{ Column.Role: ColumnRole.Number }, ..] && draft.KindAt(next + 1) == MarkKind.Term && Marks[next + 1].Concept is not null && draft.IsUsed(next + 1))
        {
            draft.Use(at, next);
            return;
        }

        if (Marks[next].Kind == MarkKind.Term && isOrder && ReadOrder(at, next)) return;
        if (Marks[next].Kind == MarkKind.Rank && draft.Next(next) is var column and >= 0 && Marks[column].Kind == MarkKind.Term && ReadOrder(at, column)) return;
        if (!AddGroup(at, next)) return;
        for (var and = draft.Next(next); and >= 0 && Marks[and].Kind is MarkKind.And or MarkKind.By; and = draft.Next(next))
        {
            var more = draft.Next(and, MarkKind.By, MarkKind.Distinct);
            if (more < 0 || draft.IsUsed(more) || !AddGroup(and, more)) return;
            next = more;
        }
    }

    private bool ReadOrder(int at, int term)
    {
        var entity = draft.Entity ?? draft.Root;
        if (draft.Measures.Count > 0 || draft.Resolve(term, m => m.Column is { Role: ColumnRole.Number or ColumnRole.Date or ColumnRole.Year or ColumnRole.Text } && m.Score >= 0.6) is not var (meaning, path, score) || path.FansOut) return false;
        draft.Use(at, term);
        draft.Order = new(meaning.Column, path, !draft.OrderAscending && meaning.Column!.Role != ColumnRole.Text && Marks.Any(m => m.Kind == MarkKind.Rank));
        draft.Score += score;
        return entity is not null;
    }

    private bool AddGroup(int at, int term)
    {
        if (Marks[term].Kind == MarkKind.Grain) return AddGrain(at, term);
        if (Marks[term].Kind != MarkKind.Term) return false;
        if (perEntity && draft.Groups.Count > 0) return false;
        if (ResolveGroup(term) is not var (group, score)) return false;
        draft.Use(at, term);
        draft.Groups.Add(group);
        draft.Score += score;
        return true;
    }

    public (Group Group, double Score)? ResolveGroup(int term)
    {
        (Group, double)? best = null;
        foreach (var meaning in Marks[term].Meanings.Where(m => m.Column?.Role is not (ColumnRole.Array or ColumnRole.Other) && !(m.Column is { Role: ColumnRole.Number, IsRate: true } && Marks[term].Meanings.Any(o => o.Column is null && o.Score >= m.Score))))
        {
            if (draft.Way(meaning.Table, term) is not var (path, cost)) continue;
            var group = new Group(path, meaning.Table, meaning.Column, meaning.Column?.Role == ColumnRole.Date ? "day" : null, meaning.Column?.Label ?? meaning.Table.Label);
            if (meaning.Column is { Role: ColumnRole.Reference } reference && meaning.Table.Links.FirstOrDefault(l => l.Forward && l.Columns.Count == 1 && l.Reference == reference) is { } link)
                group = new(path.Then(new([link], 1)), link.To, null, null, reference.Words is [.., _, "id"] ? string.Join(' ', reference.Words.SkipLast(1)) : link.To.Label);
            else if (meaning.Column is not null && meaning.Table.NameColumns is [var name] && name == meaning.Column && meaning.Table != draft.Root && name.Words.SequenceEqual(meaning.Table.Words)) group = group with { Column = null };
            var score = meaning.Score - 0.1 * cost - (path.FansOut ? 0.25 : 0) + (meaning.Column is null && !meaning.Table.IsView ? 0.05 : 0);
            if (best is null || score > best.Value.Item2 + 1e-9) best = (group, score);
        }

        return best;
    }

    private bool AddGrain(int at, int term)
    {
        var grain = Marks[term].Argument;
        var before = draft.Previous(at, MarkKind.Prep);
        var near = new[] { draft.Previous(term), before, draft.Next(term, MarkKind.Prep) }.Where(n => n >= 0 && Marks[n].Kind == MarkKind.Term).FirstOrDefault(n => Marks[n].Meanings.Any(m => m.Column?.Role is ColumnRole.Date or ColumnRole.Year && m.Score >= 0.6), -1);
        (SchemaColumn Column, JoinPath Path)? date = null;
        if (near >= 0 && draft.Resolve(near, m => m.Column?.Role is ColumnRole.Date or ColumnRole.Year && m.Score >= 0.6) is var (meaning, path, _))
        {
            date = (meaning.Column!, path);
            if (!Marks[near].Meanings.Any(m => m.Column is null && m.Score > meaning.Score)) draft.Use(near);
        }

        date ??= new FilterReader(draft).FindDate(term);
        if (date is not var (column, way) || (column.Role == ColumnRole.Year && grain is not ("year" or "auto"))) return false;
        draft.Use(at, term);
        draft.Score += 1 - 0.05 * way.Cost;
        draft.Groups.Add(new(way, column.Table, column, column.Role == ColumnRole.Year ? "value" : grain == "auto" ? "month" : grain, column.Role == ColumnRole.Year ? column.Label : grain == "auto" ? "month" : grain));
        return true;
    }

    private void ReadRank(int at)
    {
        var (direction, hint) = Marks[at].Argument.Split(':') is [var d, var h] ? (d, h) : (Marks[at].Argument, null);
        draft.OrderAscending = direction == "asc";
        var number = Marks.Count > at + 1 && Marks[at + 1].Kind == MarkKind.Number ? at + 1 : at > 0 && Marks[at - 1].Kind == MarkKind.Number ? at - 1 : CountOfAsked();
        if (number >= 0)
        {
            draft.Limit = (int)Math.Clamp(Marks[number].Number!.Value, 1, 10_000);
            draft.Use(number);
        }

        if (draft.Measures.Count > 0)
        {
            draft.OrderByMeasure = true;
            draft.Use(at);
            return;
        }

        var subject = draft.Entity ?? draft.Root;
        if (draft.Order is not null)
        {
            draft.Order = draft.Order with { IsDescending = direction == "desc" };
            draft.Use(at);
            return;
        }

        var next = draft.Next(at, MarkKind.Number);
        if (hint is null or "date" && draft.KindAt(next) == MarkKind.Term && !draft.IsUsed(next) && draft.Resolve(next, m => m.Column is { Role: ColumnRole.Number or ColumnRole.Date or ColumnRole.Year } && m.Score >= 0.6) is var (meaning, path, score) && !path.FansOut
            && !Marks[next].Meanings.Any(m => m.Column is null && m.Score > meaning.Score))
        {
            draft.Use(at, next);
            draft.Score += score;
            draft.Order = new(meaning.Column, path, direction == "desc");
            return;
        }

        var verb = hint == "date" && Enumerable.Range(0, Marks.Count).FirstOrDefault(i => Marks[i].Kind == MarkKind.Term && Marks[i].Meanings.Any(m => m.Column?.Role == ColumnRole.Date && m.Table == subject && m.Score >= 0.7 && m.Column.Words.Count > 1), -1) is var v and >= 0 ? v : -1;
        var column = verb >= 0 ? Marks[verb].Meanings.First(m => m.Column?.Role == ColumnRole.Date && m.Table == subject).Column : hint is not null ? Hints.Column(subject, hint) : Amounts.OfRow(subject)?.Column ?? Hints.Column(subject, "size");
        if (hint == "age" && column is null) column = Hints.Column(subject, "date");
        if (column is null) return;
        draft.Use(at);
        if (verb >= 0) draft.Use(verb);
        var descending = hint == "age" && column.Words.Contains("age") ? direction != "desc" : direction == "desc";
        draft.Score += 0.9;
        draft.Order = new(column, JoinPath.None with { }, descending);
        if (subject != draft.Root && draft.Schema.Joins.Find(draft.Root, subject) is { } way) draft.Order = draft.Order with { Path = way };
    }
}
