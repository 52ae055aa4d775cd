namespace DataAgent.Agent.Offline;

/// <summary>Says a plan in one sentence, so that a wrong reading is seen before its figures are believed.</summary>
internal static class PlanText
{
    public static string Say(QueryPlan plan)
    {
        var what = plan.Shape switch
        {
            PlanShape.Rows when plan.Columns.Count > 0 => $"{string.Join(", ", plan.Columns.Select(c => c.Column.Label))} of {plan.Root.Plural}",
            PlanShape.Rows => plan.Root.Plural,
            PlanShape.Values => $"the different values of {string.Join(" and ", plan.Groups.Select(g => Place(g)))}",
            PlanShape.FigurePerEntity => $"the {MeasureReader.NameOf(plan.Outer)}, over {plan.Groups[0].Table.Plural} that have any, of {plan.Measures[0].Words}",
            _ => (plan.AsShare ? "the share of " : "") + string.Join(" and ", plan.Measures.Select(m => m.Words)),
        };
        var parts = new List<string> { what };
        if (plan.Shape == PlanShape.Figures && plan.Groups.Count > 0) parts[0] += $" per {string.Join(" and ", plan.Groups.Select(Place))}";
        if (plan.Filters.Count > 0) parts.Add("where " + string.Join(" and ", plan.Filters.Select(f => f.Words)));
        parts.AddRange(plan.Having.Select(h => $"only where {h.Words}"));
        if (plan.Order is { } order) parts.Add(order.Column is { } column ? $"by {column.Label}, {(order.IsDescending ? "highest" : "lowest")} first" : $"{(order.IsDescending ? "highest" : "lowest")} first");
        if (plan.Limit is { } limit) parts.Add(plan.WithTies ? "only the first and those level with it" : $"the first {limit}");
        var guesses = plan.Groups.Select(g => g.Path).Concat(plan.Filters.Select(f => f.Path)).SelectMany(p => p.Links).Where(l => l.IsGuess).Select(l => $"{l.From.Label} and {l.To.Label}").Distinct().ToList();
        var notes = plan.Notes.Concat(guesses.Count > 0 ? [$"No foreign key joins {string.Join("; ", guesses)}, so I go by the column names."] : []);
        var lost = plan.Groups.Where(g => g.Column is null || g.Path.Links.Count > 0).SelectMany(g => g.Path.Links).Where(l => l.Forward && l.Reference.Info.IsNullable).Select(l => $"{l.From.Plural} without {("aeiou".Contains(l.To.Label[0]) ? "an" : "a")} {l.To.Label}").Distinct().ToList();
        if (lost.Count > 0) notes = notes.Append($"{char.ToUpperInvariant(lost[0][0])}{string.Join(" and ", lost)[1..]} are left out.");
        return $"I read this as: {string.Join(", ", parts)}. {string.Join(' ', notes)}".TrimEnd();
    }

    private static string Place(Group group) =>
        group.Grain is not null && group.Grain != "value" ? $"{group.Label} of {group.Column!.Label}" : group.Column is null ? group.Label : group.Path.Links.Count > 0 ? $"{group.Label} of the {group.Table.Label}" : group.Label;
}
