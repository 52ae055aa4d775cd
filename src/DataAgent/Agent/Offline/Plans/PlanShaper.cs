using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Readers;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>Makes the plan of what was read: its shape, its order, how many rows.</summary>
internal static class PlanShaper
{
    private const int DefaultTop = 10;

    /// <summary><c>null</c>: the parts do not make a question we can answer.</summary>
    public static QueryPlan? Shape(Draft draft, MeasureReading? measure)
    {
        if (!TimeMover.Move(draft) || HasTwoTimes(draft) || !Subjects.FitsWho(draft) || ShowsBareReference(draft)) return null;
        var plan = new QueryPlan
        {
            Shape = PlanShape.Rows,
            Root = draft.Root,
            Measures = draft.Measures,
            Groups = draft.Groups,
            Filters = Merge(draft.Filters),
            Having = draft.Having,
            Columns = draft.Columns,
            Notes = Notes(draft),
            Limit = draft.Limit,
            AsShare = draft.IsShare,
            Chart = Chart(draft.Marks),
        };
        if (measure?.PerEntity is { } outer)
            return draft.Groups.Count == 1 ? plan with { Shape = PlanShape.FigurePerEntity, Outer = outer } : null;
        return draft.Measures.Count > 0 ? Figures(draft, plan) : Rows(draft, plan);
    }

    private static QueryPlan? Figures(Draft draft, QueryPlan plan)
    {
        if (draft.OrderByMeasure && draft.Groups.Count == 0) return null;
        var isOne = draft.Limit is null && draft.OrderByMeasure && Subjects.AskForOne(draft);
        var isOrdered = draft.OrderByMeasure || draft.OrderAscending;
        return plan with
        {
            Shape = PlanShape.Figures,
            Order = isOrdered ? new(null, JoinPath.None, !draft.OrderAscending) : null,
            Limit = draft.Limit ?? (draft.OrderByMeasure ? Top(isOne) : null),
            WithTies = isOne,
        };
    }

    private static QueryPlan? Rows(Draft draft, QueryPlan plan)
    {
        if (draft.Groups.Count > 0 || draft.IsShare) return null;
        if (Subjects.AskForValues(draft))
            return plan with { Shape = PlanShape.Values, Groups = [.. draft.Columns.Select(ValuesOf)], Columns = [] };
        var isRanked = draft.Order is not null && draft.Marks.Any(m => m.Kind == MarkKind.Rank);
        var isOne = isRanked && draft.Limit is null && Subjects.AskForOne(draft);
        return plan with { Order = draft.Order, Limit = draft.Limit ?? (isRanked ? Top(isOne) : null), WithTies = isOne };
    }

    private static int Top(bool isOne) => isOne ? 1 : DefaultTop;

    private static Group ValuesOf(ColumnAt shown) => new(shown.Path, shown.Column.Table, shown.Column, null, shown.Column.Label);

    private static List<string> Notes(Draft draft)
    {
        var caveats = draft.Measures.Select(m => Amounts.Caveat(draft.Schema, m, draft.Filters)).OfType<string>();
        return [.. draft.Notes.Concat(caveats).Distinct()];
    }

    /// <summary>Two times of one column mean a comparison, which one figure cannot give.</summary>
    private static bool HasTwoTimes(Draft draft) =>
        draft.Filters
            .Where(f => f.Column?.Role == ColumnRole.Date && f.Condition?.Contains("date '", StringComparison.Ordinal) == true)
            .GroupBy(f => f.Column)
            .Any(g => g.Count() > 1);

    /// <summary>
    /// "the manager of each employee", "which managers are there": the numbers of a reference to the same table would say nothing.
    /// </summary>
    private static bool ShowsBareReference(Draft draft)
    {
        var references = draft.Columns.Select(c => c.Column).Where(c => c.Role == ColumnRole.Reference).ToList();
        return references.Any(IsOfOwnTable) || references.Count > 0 && Subjects.AskForValues(draft);
    }

    private static bool IsOfOwnTable(SchemaColumn reference) =>
        reference.Table.Links.Any(l => l.Forward && l.Reference == reference && l.To == l.From);

    /// <summary>"in Germany and France" on one column of one row can only mean either.</summary>
    private static List<Filter> Merge(IReadOnlyList<Filter> filters)
    {
        var merged = new List<Filter>();
        foreach (var filter in filters)
        {
            var same = filter.Values.Count == 0 ? -1 : merged.FindIndex(f => TestSame(f, filter));
            if (same < 0) merged.Add(filter);
            else merged[same] = Join(merged[same], filter);
        }

        return merged;
    }

    private static bool TestSame(Filter one, Filter other) =>
        one.Values.Count > 0
        && one.Column == other.Column
        && one.IsNegated == other.IsNegated
        && one.Path.Links.SequenceEqual(other.Path.Links);

    private static Filter Join(Filter one, Filter other) =>
        one with { Values = [.. one.Values, .. other.Values], Words = $"{one.Words} or {other.Values[0].Trim('\'')}" };

    private static string? Chart(IReadOnlyList<Mark> marks)
    {
        var charts = marks.Where(m => m.Kind == MarkKind.Chart).ToList();
        return charts.Count == 0 ? null : charts.FirstOrDefault(c => c.Argument != "")?.Argument ?? "auto";
    }
}
