namespace DataAgent.Agent.Offline;

/// <summary>Makes the plan of what was read: its shape, its order, how many rows.</summary>
internal static class PlanShaper
{
    private const int DefaultTop = 10;

    /// <summary><c>null</c>: the parts do not make a question we can answer.</summary>
    public static QueryPlan? Shape(Draft draft, MeasureReading? measure)
    {
        if (!MoveTimes(draft) || HasTwoTimes(draft) || !NamesPeople(draft)) return null;
        if (draft.Columns.Any(c => c.Column.Role == ColumnRole.Reference && (c.Column.Table.Links.Any(l => l.Forward && l.Reference == c.Column && l.To == l.From) || IsDistinct(draft)))) return null;
        var plan = new QueryPlan
        {
            Shape = PlanShape.Rows,
            Root = draft.Root,
            Measures = draft.Measures,
            Groups = draft.Groups,
            Filters = Merge(draft.Filters),
            Having = draft.Having,
            Columns = draft.Columns,
            Notes = [.. draft.Notes.Concat(draft.Measures.Select(m => Amounts.Caveat(draft.Schema, m, draft.Filters)).OfType<string>()).Distinct()],
            Limit = draft.Limit,
            AsShare = draft.IsShare,
            Chart = Chart(draft.Marks),
        };
        if (measure?.PerEntity is { } outer)
            return draft.Groups.Count == 1 ? plan with { Shape = PlanShape.FigurePerEntity, Outer = outer } : null;
        if (draft.Measures.Count == 0 && (draft.Groups.Count > 0 || draft.IsShare)) return null;
        if (draft.Measures.Count > 0)
        {
            if (draft.OrderByMeasure && draft.Groups.Count == 0) return null;
            var isSingular = draft.Limit is null && draft.OrderByMeasure && AsksForOne(draft);
            return plan with
            {
                Shape = PlanShape.Figures,
                Order = draft.OrderByMeasure || draft.OrderAscending ? new(null, JoinPath.None, !draft.OrderAscending) : null,
                Limit = draft.Limit ?? (draft.OrderByMeasure ? isSingular ? 1 : DefaultTop : null),
                WithTies = isSingular,
            };
        }

        if (IsDistinct(draft)) return plan with { Shape = PlanShape.Values, Groups = [.. draft.Columns.Select(c => new Group(c.Path, c.Column.Table, c.Column, null, c.Column.Label))], Columns = [] };
        var one = draft.Order is not null && draft.Limit is null && draft.Marks.Any(m => m.Kind == MarkKind.Rank) && AsksForOne(draft);
        return plan with { Order = draft.Order, Limit = draft.Limit ?? (draft.Order is null || !draft.Marks.Any(m => m.Kind == MarkKind.Rank) ? null : one ? 1 : DefaultTop), WithTies = one };
    }

    /// <summary>Two times of one column mean a comparison, which one figure cannot give.</summary>
    private static bool HasTwoTimes(Draft draft) => draft.Filters.Where(f => f.Column?.Role == ColumnRole.Date && f.Condition?.Contains("date '", StringComparison.Ordinal) == true).GroupBy(f => f.Column).Any(g => g.Count() > 1);

    /// <summary>"who" asks for people.</summary>
    private static bool NamesPeople(Draft draft)
    {
        if (!draft.Marks.Any(m => m.Kind == MarkKind.List && m.Text.StartsWith("who", StringComparison.OrdinalIgnoreCase)) && !(draft.Marks[0] is { Kind: MarkKind.Prep } first && first.Text.Equals("who", StringComparison.OrdinalIgnoreCase))) return true;
        var table = draft.Groups.FirstOrDefault(g => g.Grain is null)?.Table ?? draft.Entity ?? draft.Root;
        return table.NameColumns.Count == 2 || table.Words.Any(w => w is "customer" or "client" or "person" or "user" or "employee" or "member" or "student" or "teacher" or "patient" or "player" or "author" or "artist" or "contact" or "supplier" or "vendor" or "seller" or "guest" or "driver" or "agent")
            || table.Columns.Any(c => c.Words.Contains("birth"));
    }

    /// <summary>"customers who never ordered in 2025": the year belongs to the orders, not to the customers.</summary>
    private static bool MoveTimes(Draft draft)
    {
        var time = draft.Filters.FirstOrDefault(f => f.Time is not null);
        var at = draft.Filters.FindLastIndex(f => f.Path.FansOut && f.Time is null);
        if (time is null || at < 0 || draft.Measures.Any(m => m.Function != "count" || m.Table != (draft.Entity ?? draft.Root))) return true;
        var happened = draft.Filters[at];
        var down = happened.Path.Links.Select((l, i) => (l, i)).First(p => !p.l.Forward).i;
        for (var n = down; n < happened.Path.Links.Count; n++)
        {
            if (happened.Path.Links[n].To.MainDate is not { } date) continue;
            draft.Filters[at] = happened with { Also = (n + 1, FilterReader.TimeCondition(date, time.Time!)), Words = $"{happened.Words} with {date.Label} in {time.Time!.Text}" };
            draft.Filters.Remove(time);
            return true;
        }

        return false;
    }

    /// <summary>"which customer …", "the longest film", "who …": one, and all that share its place.</summary>
    private static bool AsksForOne(Draft draft)
    {
        if (draft.Marks.Any(m => m.Kind == MarkKind.List && m.Text.ToLowerInvariant() is "who" or "who is" or "who was")) return true;
        var nouns = draft.Marks.Where(m => m.Kind is MarkKind.Term or MarkKind.Grain);
        var subject = draft.Groups.Count > 0 ? draft.Groups[0].Table : draft.Entity ?? draft.Root;
        var noun = nouns.FirstOrDefault(m => m.Kind == MarkKind.Grain || m.Meanings.Any(x => x.Table == subject && x.Score > 0.6 && (draft.Groups.Count == 0 || draft.Groups[0].Column is null ? x.Column is null : x.Column == draft.Groups[0].Column))) ?? nouns.FirstOrDefault();
        if (noun is null) return false;
        var head = noun.Text.Split(' ')[^1].ToLowerInvariant();
        return head == Stems.Singular(head) && head is not ("people" or "staff") || head.EndsWith("ss") || head == "status";
    }

    private static bool IsDistinct(Draft draft)
    {
        if (draft.Columns.Count == 0 || draft.Order is not null || draft.Columns.Any(c => c.Column.Role is ColumnRole.Array or ColumnRole.Other)) return false;
        if (draft.Marks.Any(m => m.Kind == MarkKind.Distinct)) return true;
        var named = draft.Marks.Any(m => m.Kind == MarkKind.Term && m.Meanings.Any(x => x.Column is null && x.Table == draft.Root && x.Score >= 0.75));
        if (draft.Columns.Any(c => c.Column.Role is ColumnRole.Number or ColumnRole.Date || c.Column.Table.NameColumns.Contains(c.Column) && c.Column.Table == draft.Root && named || c.Column.IsRate || c.Column.Info.IsSensitive)) return false;
        if (!named) return draft.Columns.Count == 1;
        var asks = draft.Marks.FirstOrDefault(m => m.Kind is MarkKind.List or MarkKind.Term);
        return asks is { Kind: MarkKind.List } && asks.Text.ToLowerInvariant() is "what" or "which" or "what are" or "which are" && FirstTerm(draft) is { } first && first.Meanings.Any(x => x.Column is not null && x.Score > 0.8) && draft.Filters.Count == 0
            && !draft.Columns.Any(c => c.Column.Words.Any(w => w is "email" or "phone" or "address" or "name" or "title"));
    }

    private static Mark? FirstTerm(Draft draft) => draft.Marks.FirstOrDefault(m => m.Kind == MarkKind.Term);

    /// <summary>"in Germany and France" on one column of one row can only mean either.</summary>
    private static List<Filter> Merge(IReadOnlyList<Filter> filters)
    {
        var merged = new List<Filter>();
        foreach (var filter in filters)
        {
            var same = filter.Values.Count == 0 ? -1 : merged.FindIndex(f => f.Values.Count > 0 && f.Column == filter.Column && f.IsNegated == filter.IsNegated && f.Path.Links.SequenceEqual(filter.Path.Links));
            if (same < 0) merged.Add(filter);
            else merged[same] = merged[same] with { Values = [.. merged[same].Values, .. filter.Values], Words = $"{merged[same].Words} or {filter.Values[0].Trim('\'')}" };
        }

        return merged;
    }

    private static string? Chart(IReadOnlyList<Mark> marks)
    {
        var charts = marks.Where(m => m.Kind == MarkKind.Chart).ToList();
        return charts.Count == 0 ? null : charts.FirstOrDefault(c => c.Argument != "")?.Argument ?? "auto";
    }
}
