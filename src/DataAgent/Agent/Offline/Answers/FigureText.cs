using System.Globalization;
using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>Sentences about figures: one figure, the highest of several, their course over time.</summary>
internal static class FigureText
{
    public static string Of(QueryPlan plan, ToolTable table)
    {
        if (plan.Groups.Count == 0) return Single(plan, table);
        var isCourse = plan is { Groups: [{ Grain: not null }], Order: null };
        return (isCourse ? OverTime(plan, table) : Ranked(plan, table)) + AnswerText.Cut(table);
    }

    private static string Single(QueryPlan plan, ToolTable table)
    {
        var (row, measure) = (table.Rows[0], plan.Measures[0]);
        var where = plan.Filters.Count > 0 ? $", where {PlanText.Say(plan.Filters)}" : "";
        if (ToolTable.IsNull(row[0]))
            return $"There is no {measure.Label}: no row{(where.Length > 0 ? " matches" + where[1..] : " has a value")}.";
        var figure = Cells.Show(table, row, 0);
        if (plan.AsShare)
            return row.Count > 2
                ? $"**{figure}%**: {Cells.Show(table, row, 1)} of {Cells.Show(table, row, 2)} {measure.Label}{where}."
                : $"**{figure}%**.";
        if (measure.Function != "count") return $"{Capital(measure.Words)}{(where.Length > 0 ? where + "," : "")} is **{figure}**.";
        return row[0] == "1" ? $"There is **{figure}** {measure.Table.Label}{where}." : $"There are **{figure}** {measure.Label}{where}.";
    }

    private static string Ranked(QueryPlan plan, ToolTable table)
    {
        var at = plan.Groups.Count;
        if (at >= table.Columns.Count) return AnswerText.OfRows(table);
        if (plan.Order is null && plan.Groups.Any(g => g.Grain is not null))
            return $"{table.RowCount} rows, from {Cells.Label(table.Rows[0][0])} to {Cells.Label(table.Rows[^1][0])}.";

        var rank = plan.Order is { IsDescending: false } ? "lowest" : "highest";
        var text = $"**{Name(table.Rows[0], at)}** has the {rank} figure: {Cells.Show(table, table.Rows[0], at)} {plan.Measures[0].Label}";
        text += AnswerText.Tied(plan, table);
        if (table.RowCount > 1 && !plan.WithTies && table.Rows.Count > 1)
            text += $"; next is {Name(table.Rows[1], at)} with {Cells.Show(table, table.Rows[1], at)}";
        return table.RowCount == 1 ? text + "." : $"{text}. {table.RowCount} rows in all.";
    }

    private static string Name(IReadOnlyList<string> row, int groups) => string.Join(", ", row.Take(groups).Select(Cells.Label));

    private static string OverTime(QueryPlan plan, ToolTable table)
    {
        var rows = table.Rows.Where(r => r.Count > 1 && Cells.NumberOf(r[1]) is not null).ToList();
        if (rows.Count == 0) return AnswerText.OfRows(table);
        string Figure(IReadOnlyList<string> row) => Cells.Show(table, row, 1);
        string When(IReadOnlyList<string> row) => Cells.Label(row[0], plan.Groups[0].Grain);

        var (first, last) = (rows[0], rows[^1]);
        if (rows.Count == 1)
            return $"There is one {plan.Groups[0].Label} only: {When(first)} with **{Figure(first)}** {plan.Measures[0].Label}.";
        var (high, low) = (rows.MaxBy(r => Cells.NumberOf(r[1]))!, rows.MinBy(r => Cells.NumberOf(r[1]))!);
        var seen = rows.Count < table.RowCount ? $" (of the first {rows.Count} of {table.RowCount} rows)" : "";
        return $"From {When(first)} ({Figure(first)}) to {When(last)} ({Figure(last)}): "
            + $"highest in **{When(high)}** with {Figure(high)}, lowest in {When(low)} with {Figure(low)}{seen}.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
