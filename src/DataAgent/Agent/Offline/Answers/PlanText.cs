using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>Says a plan in one sentence, so that a wrong reading is seen before its figures are believed.</summary>
internal static class PlanText
{
    public const string Opening = "I read this as: ";

    public static string Say(QueryPlan plan)
    {
        var parts = new List<string> { What(plan) };
        if (plan.Filters.Count > 0) parts.Add("where " + Say(plan.Filters));
        parts.AddRange(plan.Having.Select(h => $"only where {h.Words}"));
        if (plan.Order is { } order) parts.Add(Say(order));
        if (plan.Limit is { } limit) parts.Add(plan.WithTies ? "only the first and those level with it" : $"the first {limit}");
        var notes = plan.Notes.Append(Guesses(plan)).Append(LeftOut(plan)).OfType<string>();
        return $"{Opening}{string.Join(", ", parts)}. {string.Join(' ', notes)}".TrimEnd();
    }

    public static string Say(IEnumerable<Filter> filters) => string.Join(" and ", filters.Select(f => f.Words));

    private static string What(QueryPlan plan) => plan.Shape switch
    {
        PlanShape.Rows when plan.Columns.Count > 0 =>
            $"{string.Join(", ", plan.Columns.Select(c => c.Column.Label))} of {plan.Root.Plural}",
        PlanShape.Rows => plan.Root.Plural,
        PlanShape.Values => $"the different values of {string.Join(" and ", plan.Groups.Select(Place))}",
        PlanShape.FigurePerEntity =>
            $"the {Measure.NameOf(plan.Outer)}, over {plan.Groups[0].Table.Plural} that have any, of {plan.Measures[0].Words}",
        _ => Figures(plan),
    };

    private static string Figures(QueryPlan plan)
    {
        var figures = (plan.AsShare ? "the share of " : "") + string.Join(" and ", plan.Measures.Select(m => m.Words));
        return plan.Groups.Count == 0 ? figures : $"{figures} per {string.Join(" and ", plan.Groups.Select(Place))}";
    }

    private static string Say(Ordering order)
    {
        var first = order.IsDescending ? "highest first" : "lowest first";
        return order.Column is { } column ? $"by {column.Label}, {first}" : first;
    }

    private static string? Guesses(QueryPlan plan)
    {
        var paths = plan.Groups.Select(g => g.Path).Concat(plan.Filters.Select(f => f.Path));
        var links = paths.SelectMany(p => p.Links).Where(l => l.IsGuess);
        var guessed = links.Select(l => $"{l.From.Label} and {l.To.Label}").Distinct().ToList();
        return guessed.Count == 0 ? null : $"No foreign key joins {string.Join("; ", guessed)}, so I go by the column names.";
    }

    /// <summary>A join to a row that may be missing leaves out rows, and the figures do not add up to the whole.</summary>
    private static string? LeftOut(QueryPlan plan)
    {
        var lost = plan.Groups
            .SelectMany(g => g.Path.Links)
            .Where(l => l.Forward && l.Reference.Info.IsNullable)
            .Select(l => $"{l.From.Plural} without {("aeiou".Contains(l.To.Label[0]) ? "an" : "a")} {l.To.Label}")
            .Distinct().ToList();
        return lost.Count == 0 ? null : $"{char.ToUpperInvariant(lost[0][0])}{string.Join(" and ", lost)[1..]} are left out.";
    }

    private static string Place(Group group)
    {
        if (group.Column is null) return group.Label;
        if (group.Grain is not (null or Grains.Value)) return $"{group.Label} of {group.Column.Label}";
        return group.Path.Links.Count > 0 ? $"{group.Label} of the {group.Table.Label}" : group.Label;
    }
}
