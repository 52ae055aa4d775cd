using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard.Names;

namespace DataAgent.Visualizations;

/// <summary>Can this chart be drawn from this table? The sentences are for the model or the person who chose the columns.</summary>
internal static class FigureCheck
{
    /// <returns>The field that is wrong, under the name that the model's tool has for it; null: it can be drawn.</returns>
    public static FieldError? Check(ResultTable table, ChartSpec spec)
    {
        var names = new (string Role, string? Name)[] { ("x_column", spec.X), ("y_column", spec.Y), ("color_column", spec.Color), ("group_column", spec.Group) };
        foreach (var (role, name) in names)
            if (name is not null && ChartColumn.Find(table, name) is null)
                return new(role, $"There is no column \"{name}\" for {role}.{Nearest(table, name)} {Columns(table)}");
        if (table.Rows.Count == 0)
            return new("x_column", "The result has no rows, so there is nothing to draw.");

        var y = ChartColumn.Find(table, spec.Y);
        return spec.Type switch
        {
            ChartType.Line or ChartType.Scatter or ChartType.Heatmap when y is null =>
                new("y_column", $"A {Name(spec)} needs y_column.{(spec.Type == ChartType.Heatmap ? "" : $" {Fitting(table)}")} {Columns(table)}"),
            ChartType.Scatter when !y!.IsNumber && !y.IsTime => NeedsNumbers(table, spec, "y_column", y.Name),
            ChartType.Bar or ChartType.Line or ChartType.Pie or ChartType.Histogram when y is { IsNumber: false } =>
                NeedsNumbers(table, spec, "y_column", y.Name),
            ChartType.Heatmap when HeatReader.Values(table, spec) is { IsNumber: false } values =>
                NeedsNumbers(table, spec, "color_column", values.Name),
            _ => null,
        };
    }

    private static FieldError NeedsNumbers(ResultTable table, ChartSpec spec, string role, string column) => new(
        role,
        $"A {Name(spec)} needs numbers in {role}, and \"{column}\" is {table.Columns.First(c => c.Name == column).Type}. {Fitting(table)} {Columns(table)}");

    private static string Nearest(ResultTable table, string name) =>
        Suggestion.Near(name, table.Columns.Select(c => c.Name)) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near.Select(n => $"\"{n}\""))}?" : "";

    /// <summary>What would do instead.</summary>
    private static string Fitting(ResultTable table) => table.Columns.Where(c => c.Kind == ColumnKind.Number).Select(c => c.Name).ToList() is { Count: > 0 } numbers
        ? $"Numbers are in {string.Join(", ", numbers)}; others can be cast in the query."
        : "No column of the result holds numbers: count, add up or cast in the query.";

    private static string Columns(ResultTable table) =>
        $"The columns are: {string.Join(", ", table.Columns.Select(c => $"{c.Name} ({c.Type})"))}.";

    private static string Name(ChartSpec spec) => spec.Type switch
    {
        ChartType.Heatmap or ChartType.Histogram => spec.Type.ToString().ToLowerInvariant(),
        _ => $"{spec.Type.ToString().ToLowerInvariant()} chart",
    };
}
