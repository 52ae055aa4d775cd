namespace DataAgent.Agent.Offline;

/// <summary>Which chart fits a plan, and its arguments.</summary>
internal static class ChartChoice
{
    /// <summary><c>null</c>: none was asked for, or there is nothing to draw.</summary>
    public static Dictionary<string, object?>? Of(QueryPlan plan, ToolTable table)
    {
        if (plan.Chart is null || table.RowCount is null or 0 || table.Columns.Count == 0) return null;
        var isFigures = plan.Shape == PlanShape.Figures;
        if (isFigures && plan.Groups.Count == 0) return null;
        var numeric = Enumerable.Range(0, table.Columns.Count).Where(i => table.Rows.Count > 0 && table.Rows.All(r => r[i] is "" or "NULL" || decimal.TryParse(r[i], out _))).ToList();
        var x = isFigures ? 0 : plan.Chart == "histogram" || plan.Chart == "scatter" ? numeric.FirstOrDefault(0) : 0;
        var y = isFigures ? plan.Groups.Count : numeric.Where(i => i != x).DefaultIfEmpty(-1).First();
        var type = plan.Chart != "auto" ? plan.Chart : isFigures && plan.Groups[0].Grain is not null and not "weekday" ? "line" : y < 0 ? "histogram" : "bar";
        if (y < 0 && type != "histogram" || y >= table.Columns.Count) return null;
        if (type == "histogram" && isFigures) (x, y) = (plan.Groups.Count, -1);
        var arguments = new Dictionary<string, object?> { ["result_id"] = table.ResultId.ToString(), ["chart_type"] = type, ["x_column"] = table.Columns[x], ["title"] = Title(plan) };
        if (type == "heatmap" && isFigures && plan.Groups.Count > 1) (arguments["y_column"], arguments["color_column"]) = (table.Columns[1], table.Columns[2]);
        else
        {
            if (type != "histogram") arguments["y_column"] = table.Columns[y];
            if (isFigures && plan.Groups.Count > 1 && type is "bar" or "line") arguments["color_column"] = table.Columns[1];
        }

        return arguments;
    }

    public static bool Failed(string result) => !result.Contains("drawn", StringComparison.OrdinalIgnoreCase) && !result.Contains("chart_id", StringComparison.OrdinalIgnoreCase);

    private static string Title(QueryPlan plan)
    {
        var what = plan.Measures.Count > 0 ? $"{plan.Measures[0].Label} by {string.Join(" and ", plan.Groups.Select(g => g.Label))}" : string.Join(" and ", plan.Columns.Select(c => c.Column.Label).DefaultIfEmpty(plan.Root.Plural));
        return char.ToUpperInvariant(what[0]) + what[1..];
    }
}
