using System.Text.Json.Nodes;
using DataAgent.Queries;

namespace DataAgent.Visualizations;

/// <summary>Draws a stored result as a Plotly figure. It names no color of text or background: the page gives those its theme.</summary>
public static class FigureBuilder
{
    private const int MostSlices = 25;

    // Each is told from its neighbours, and readable, on a light and on a dark page.
    private static readonly string[] Palette = ["#4f6df5", "#12a594", "#f76b15", "#8e4ec6", "#e5484d", "#d49a00", "#0091ff", "#30a46c"];

    /// <summary>Null when the figure can be drawn; else a sentence that names what is wrong and the columns there are.</summary>
    public static string? Check(ResultTable table, ChartSpec spec) => FigureCheck.Check(table, spec);

    /// <summary>A Plotly figure: <c>data</c>, <c>layout</c>, and <c>meta.notes</c> for what was left out.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> has something to say; the message is its sentence.</exception>
    public static JsonObject Build(ResultTable table, ChartSpec spec)
    {
        if (Check(table, spec) is { } problem)
            throw new ArgumentException(problem, nameof(spec));

        List<string> notes = table.Truncated ? [$"Drawn from the {table.Rows.Count} rows there are: {table.CutReason ?? "the result was cut"}."] : [];
        var x = ChartColumn.Find(table, spec.X)!;
        var y = ChartColumn.Find(table, spec.Y);
        var traces = Traces(table, spec, x, y, notes);
        return new JsonObject
        {
            ["data"] = new JsonArray([.. traces]),
            ["layout"] = FigureLayout.Of(spec, x, y, traces, Palette),
            ["meta"] = new JsonObject { ["notes"] = new JsonArray([.. notes.Distinct().Select(n => (JsonNode)n)]) },
        };
    }

    private static List<JsonObject> Traces(ResultTable table, ChartSpec spec, ChartColumn x, ChartColumn? y, List<string> notes)
    {
        if (spec.Type == ChartType.Heatmap)
            return [HeatmapFigure.Trace(table, x, y!, HeatmapFigure.Values(table, spec), notes)];
        if (spec.Type == ChartType.Pie)
            return [Pie(ChartSeries.Of(table, x, y, [], notes, byName: true).Single(), y?.Name ?? "rows", notes)];

        var by = new[] { spec.Color, spec.Group }.Distinct().Select(name => ChartColumn.Find(table, name)).OfType<ChartColumn>().ToArray();
        var series = ChartSeries.Of(table, x, y, by, notes);
        var most = ChartSeries.MostPoints / series.Count;
        if (series.Any(s => s.Points.Count > most))
            notes.Add($"At most {most} points of each series are drawn, the first ones of the result.");
        return [.. series.Select(s => Trace(spec.Type, s with { Points = [.. s.Points.Take(most)] }, x, y, series.Count, notes))];
    }

    private static JsonObject Trace(ChartType type, ChartSeries series, ChartColumn x, ChartColumn? y, int seriesCount, List<string> notes)
    {
        var points = type switch
        {
            ChartType.Bar => series.AddedUp(y?.Name ?? "rows", y is null ? [] : notes),
            ChartType.Line when x.IsTime || x.IsNumber => series.InOrderOfX(),
            ChartType.Scatter => series.WithValues(y!.Name, notes),
            _ => series,
        };
        var trace = type switch
        {
            ChartType.Bar => new JsonObject { ["type"] = "bar" },
            ChartType.Line => new JsonObject { ["type"] = "scatter", ["mode"] = points.Points.Count <= 60 ? "lines+markers" : "lines", ["connectgaps"] = false },
            ChartType.Scatter => new JsonObject { ["type"] = "scatter", ["mode"] = "markers", ["marker"] = new JsonObject { ["size"] = 7, ["opacity"] = 0.75 } },
            // One group of bins, or those of two series would not line up.
            _ => new JsonObject { ["type"] = "histogram", ["bingroup"] = "x", ["opacity"] = seriesCount > 1 ? 0.7 : 1 },
        };
        trace["x"] = points.Xs();
        if (type != ChartType.Histogram)
            trace["y"] = points.Ys();
        else if (y is not null)
            (trace["y"], trace["histfunc"]) = (points.Ys(), "sum");
        if (points.Name is not null)
            trace["name"] = points.Name;
        return trace;
    }

    /// <summary>All shares of the whole, also of the slices that are too many to tell apart.</summary>
    private static JsonObject Pie(ChartSeries series, string column, List<string> notes)
    {
        var all = series.AddedUp(column, column == "rows" ? [] : notes).Points;
        var slices = all.Where(p => Convert.ToDouble(p.Y) > 0).ToList();
        if (slices.Count < all.Count)
            notes.Add("A pie shows positive values only; the others are left out.");
        if (slices.Count > MostSlices)
        {
            var rest = slices.OrderByDescending(p => p.Y!, ChartSeries.Order).Skip(MostSlices - 1).ToList();
            slices = [.. slices.Except(rest), new ChartPoint($"{rest.Count} others", rest.Select(p => p.Y!).Aggregate(ChartSeries.Sum))];
            notes.Add($"The {rest.Count} smallest slices are drawn as one.");
        }

        var shown = new ChartSeries(null, slices);
        return new JsonObject { ["type"] = "pie", ["labels"] = shown.Xs(), ["values"] = shown.Ys(), ["hole"] = 0.45, ["sort"] = false };
    }
}
