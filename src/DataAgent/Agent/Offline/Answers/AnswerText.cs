using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Tools;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>One or two sentences with the key figures, all of them taken from the rows that came back.</summary>
internal static class AnswerText
{
    private const int MostValuesNamed = 10;

    public static string Of(QueryPlan plan, ToolTable table)
    {
        if (table.RowCount == 0) return Nothing(plan);
        if (table.Rows.Count == 0) return OfRows(table);
        return plan.Shape switch
        {
            PlanShape.FigurePerEntity => PerEntity(plan, table),
            PlanShape.Figures => FigureText.Of(plan, table),
            PlanShape.Values => Values(table) + Cut(table),
            _ => Rows(plan, table),
        };
    }

    public static string OfRows(ToolTable table) => table.RowCount switch
    {
        0 => "The query ran well and found no rows.",
        1 when table.Columns.Count == 1 && table.Rows.Count == 1 => $"**{Cells.Show(table, table.Rows[0], 0)}**",
        1 => "The query gave one row.",
        _ => $"The query gave {table.RowCount} rows.{Cut(table)}",
    };

    public static string OfError(ToolTable table)
    {
        if (table.Text.StartsWith(ExecuteSqlTool.RoleStop, StringComparison.Ordinal))
            return table.Text[ExecuteSqlTool.RoleStop.Length..];
        var reason = string.Join(' ', table.Text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Take(4));
        if (reason.Length > 400) reason = reason[..400] + "…";
        return $"The query gave no result, so I have no answer. {reason}\n\n"
            + "Ask in other words, or ask for less at once: a shorter time, or one group only.";
    }

    public static string Cut(ToolTable table) =>
        table.Truncated ? " There is more than is shown: the result was cut at the project's limit." : "";

    /// <summary>A place that others share is said to be shared.</summary>
    public static string Tied(QueryPlan plan, ToolTable table) =>
        plan.WithTies && table.RowCount > 1 ? $", level with {table.RowCount - 1} {(table.RowCount > 2 ? "others" : "other")}" : "";

    private static string Nothing(QueryPlan plan)
    {
        var asked = plan.Filters.Count > 0 ? $" It asked for {PlanText.Say(plan.Filters)}." : "";
        return "No rows match: the query ran well and found nothing." + asked;
    }

    private static string PerEntity(QueryPlan plan, ToolTable table) =>
        $"On the whole the {Measure.NameOf(plan.Outer)} is **{Cells.Show(table, table.Rows[0], 0)}** "
        + $"{plan.Measures[0].Label} per {plan.Groups[0].Table.Label}.";

    private static string Values(ToolTable table)
    {
        var isShort = table.RowCount <= MostValuesNamed && table.Columns.Count == 1;
        return $"There are **{table.RowCount}** different values{(isShort ? ": " + string.Join(", ", table.Rows.Select(r => r[0])) : "")}.";
    }

    private static string Rows(QueryPlan plan, ToolTable table)
    {
        var at = plan.Order?.Column is { } by ? table.Columns.ToList().LastIndexOf(by.Name) : -1;
        if (at >= 0)
        {
            var figure = $"{plan.Order!.Column!.Label} {Cells.Show(table, table.Rows[0], at)}";
            return $"**{FirstName(plan, table)}** comes first with {figure}{Tied(plan, table)}.{Cut(table)}";
        }

        return table.RowCount == 1
            ? $"One {plan.Root.Label} matches: **{FirstName(plan, table)}**."
            : $"**{table.RowCount}** {plan.Root.Plural} are listed.{Cut(table)}";
    }

    /// <summary>What the first row is called: by its naming columns, or else by its first cell.</summary>
    private static string FirstName(QueryPlan plan, ToolTable table)
    {
        var row = table.Rows[0];
        var own = plan.Root.NameColumns.Select(c => table.Columns.ToList().IndexOf(c.Name)).Where(i => i >= 0).ToList();
        if (own.Count > 0) return string.Join(' ', own.Select(i => row[i]));
        var first = Cells.Label(row[0]);
        return plan.Columns.Count == 0 ? $"{plan.Root.Label} {first}" : first;
    }
}
