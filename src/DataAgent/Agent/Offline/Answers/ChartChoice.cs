using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>Which chart fits a plan, and its arguments.</summary>
internal static class ChartChoice
{
    /// <summary><c>null</c>: none was asked for, or there is nothing to draw.</summary>
    public static Dictionary<string, object?>? Of(QueryPlan plan, ToolTable table)
    {
        if (plan.Chart is null || table.RowCount is null or 0 || table.Columns.Count == 0) return null;
        if (plan.Shape != PlanShape.Figures) return OfRows(plan, plan.Chart, table);
        return plan.Groups.Count == 0 ? null : OfFigures(plan, plan.Chart, table);
    }

    public static bool Failed(string result) =>
        !result.Contains("drawn", StringComparison.OrdinalIgnoreCase) && !result.Contains("chart_id", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first column is what the figures are split by, and the first figure comes behind all of those.</summary>
    private static Dictionary<string, object?>? OfFigures(QueryPlan plan, string asked, ToolTable table)
    {
        var figure = plan.Groups.Count;
        if (figure >= table.Columns.Count) return null;
        var isCourse = plan.Groups[0].Grain is not null and not "weekday";
        var type = asked != "auto" ? asked : isCourse ? "line" : "bar";
        if (type == "histogram") return Arguments(plan, table, type, figure);

        var arguments = Arguments(plan, table, type, 0);
        var hasTwo = plan.Groups.Count > 1;
        arguments["y_column"] = table.Columns[type == "heatmap" && hasTwo ? 1 : figure];
        if (type == "heatmap" && hasTwo) arguments["color_column"] = table.Columns[2];
        else if (type is "bar" or "line" && hasTwo) arguments["color_column"] = table.Columns[1];
        return arguments;
    }

    private static Dictionary<string, object?>? OfRows(QueryPlan plan, string asked, ToolTable table)
    {
        var numbers = Enumerable.Range(0, table.Columns.Count).Where(i => IsNumber(table, i)).ToList();
        var x = asked is "histogram" or "scatter" ? numbers.FirstOrDefault(0) : 0;
        var y = numbers.Where(i => i != x).FirstOrDefault(-1);
        var type = asked != "auto" ? asked : y < 0 ? "histogram" : "bar";
        if (y < 0 && type != "histogram") return null;
        var arguments = Arguments(plan, table, type, x);
        if (type != "histogram") arguments["y_column"] = table.Columns[y];
        return arguments;
    }

    private static bool IsNumber(ToolTable table, int at) =>
        table.Rows.Count > 0 && table.Rows.All(r => r[at] is "" or "NULL" || decimal.TryParse(r[at], out _));

    private static Dictionary<string, object?> Arguments(QueryPlan plan, ToolTable table, string type, int x) => new()
    {
        ["result_id"] = table.ResultId.ToString(),
        ["chart_type"] = type,
        ["x_column"] = table.Columns[x],
        ["title"] = Title(plan),
    };

    private static string Title(QueryPlan plan)
    {
        var what = plan.Measures.Count > 0
            ? $"{plan.Measures[0].Label} by {string.Join(" and ", plan.Groups.Select(g => g.Label))}"
            : string.Join(" and ", plan.Columns.Select(c => c.Column.Label).DefaultIfEmpty(plan.Root.Plural));
        return char.ToUpperInvariant(what[0]) + what[1..];
    }
}
