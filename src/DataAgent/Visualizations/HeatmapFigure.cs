using System.Text.Json.Nodes;
using DataAgent.Queries;

namespace DataAgent.Visualizations;

/// <summary>A grid of x and y. The color column gives the values; without one, the rows of each cell are counted.</summary>
internal static class HeatmapFigure
{
    private const int MostLines = 200;

    // From nearly nothing to full color, so that it works on a light and on a dark page.
    private static JsonArray Scale => [new JsonArray(0, "rgba(79,109,245,0.08)"), new JsonArray(1, "#4f6df5")];

    public static ChartColumn? Values(ResultTable table, ChartSpec spec) => ChartColumn.Find(table, spec.Color ?? spec.Group);

    public static JsonObject Trace(ResultTable table, ChartColumn x, ChartColumn y, ChartColumn? values, List<string> notes)
    {
        if (values is null && x.IsNumber && y.IsNumber)
            return Density(table, x, y, notes);

        var cells = new Dictionary<(object, object), object>();
        HashSet<object> columns = [], lines = [];
        var added = false;
        foreach (var row in table.Rows)
        {
            if (Place(x, row) is not { } column || Place(y, row) is not { } line)
                continue;
            columns.Add(column);
            lines.Add(line);
            if ((values is null ? 1m : values.Value(row)) is { } value && !cells.TryAdd((column, line), value))
                (cells[(column, line)], added) = (ChartSeries.Sum(cells[(column, line)], value), true);
        }

        if (added && values is not null)
            notes.Add($"Several rows fall into the same cell; their values of {values.Name} are added up.");
        var across = Lines(x, columns, notes);
        var down = Lines(y, lines, notes);
        return new JsonObject
        {
            ["type"] = "heatmap",
            ["x"] = new JsonArray([.. across.Select(ChartColumn.Json)]),
            ["y"] = new JsonArray([.. down.Select(ChartColumn.Json)]),
            ["z"] = new JsonArray([.. down.Select(line =>
                (JsonNode)new JsonArray([.. across.Select(column => ChartColumn.Json(cells.GetValueOrDefault((column, line))))]))]),
            ["colorscale"] = Scale,
            ["hoverongaps"] = false,
            ["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = ChartColumn.Escape(values?.Label ?? "Rows") } },
        };
    }

    /// <summary>Two measures have hardly ever the same value twice: Plotly puts them into bins.</summary>
    private static JsonObject Density(ResultTable table, ChartColumn x, ChartColumn y, List<string> notes)
    {
        var points = table.Rows.Select(row => (X: x.Value(row), Y: y.Value(row))).Where(p => p.X is not null && p.Y is not null).ToList();
        if (points.Count < table.Rows.Count)
            notes.Add($"{ChartSeries.Rows(table.Rows.Count - points.Count)} left out: {x.Name} or {y.Name} has no value there.");
        return new JsonObject
        {
            ["type"] = "histogram2d",
            ["x"] = new JsonArray([.. points.Select(p => ChartColumn.Json(p.X))]),
            ["y"] = new JsonArray([.. points.Select(p => ChartColumn.Json(p.Y))]),
            ["colorscale"] = Scale,
            ["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = "Rows" } },
        };
    }

    private static object? Place(ChartColumn column, string?[] row) => column.AxisType == "category" ? column.Text(row) : column.Value(row);

    private static object[] Lines(ChartColumn column, HashSet<object> places, List<string> notes)
    {
        if (places.Count > MostLines)
            notes.Add($"The first {MostLines} of {places.Count} values of {column.Name} are drawn.");
        return [.. (column.AxisType == "category" ? places.AsEnumerable() : places.Order(ChartSeries.Order)).Take(MostLines)];
    }
}
