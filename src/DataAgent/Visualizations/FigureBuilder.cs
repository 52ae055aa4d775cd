using System.Text.Json.Nodes;
using DataAgent.Queries;

namespace DataAgent.Visualizations;

/// <summary>Draws a stored result as a Plotly figure. It names no color of text or background: the page gives those its theme.</summary>
public static class FigureBuilder
{
    // By the round of the hues, see ChartColors.Round.
    private static readonly string[] _dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "5px,2px"];
    private static readonly string[] _symbols = ["circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down"];

    /// <summary>Null when the figure can be drawn; else a sentence that names what is wrong and the columns there are.</summary>
    public static string? Check(ResultTable table, ChartSpec spec) => FigureCheck.Check(table, spec)?.Message;

    /// <summary>A Plotly figure: <c>data</c>, <c>layout</c>, and <c>meta.notes</c> for what was left out.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> has something to say; the message is its sentence.</exception>
    public static JsonObject Build(ResultTable table, ChartSpec spec) => Build(ChartReader.Read(table, spec));

    internal static JsonObject Build(ChartContent content)
    {
        var traces = Traces(content);
        return new JsonObject
        {
            ["data"] = new JsonArray([.. traces]),
            ["layout"] = FigureLayout.Of(content, traces.Count),
            ["meta"] = new JsonObject { ["notes"] = new JsonArray([.. content.Notes.Select(n => (JsonNode)n)]) },
        };
    }

    private static List<JsonObject> Traces(ChartContent content) => content switch
    {
        // Plotly calls a trace without points a mistake.
        { IsEmpty: true, Spec.Type: ChartType.Heatmap or ChartType.Pie } => [],
        { Grid: not null } => [Heatmap(content, content.Grid)],
        { Spec.Type: ChartType.Heatmap } => [Density(content)],
        { Spec.Type: ChartType.Pie } => [Pie(content.Series[0])],
        _ => [.. content.Series.Select((series, index) => Trace(content, series, index))],
    };

    private static JsonObject Trace(ChartContent content, ChartSeries series, int index)
    {
        var trace = content.Spec.Type switch
        {
            ChartType.Bar => new JsonObject { ["type"] = "bar" },
            ChartType.Line => Line(series, index),
            ChartType.Scatter => new JsonObject { ["type"] = "scatter", ["mode"] = "markers", ["marker"] = Marker(index) },
            // One group of bins, or those of two series would not line up.
            _ => new JsonObject { ["type"] = "histogram", ["bingroup"] = "x", ["opacity"] = content.Series.Count > 1 ? 0.7 : 1 },
        };
        trace["x"] = FigureText.Array(series.Points.Select(p => p.X));
        if (content.Spec.Type != ChartType.Histogram)
            trace["y"] = FigureText.Array(series.Points.Select(p => p.Y));
        else if (content.AddsUp)
            (trace["y"], trace["histfunc"]) = (FigureText.Array(series.Points.Select(p => p.Y)), "sum");
        if (content.XBins is { } bins)
            trace["xbins"] = Bins(bins, withSize: index == 0);
        if (series.Name is not null)
            trace["name"] = FigureText.Escape(series.Name);
        return trace;
    }

    private static JsonObject Line(ChartSeries series, int index)
    {
        var mode = series.Points.Count <= ChartSeries.MostMarkers ? "lines+markers" : "lines";
        var line = new JsonObject { ["type"] = "scatter", ["mode"] = mode, ["connectgaps"] = false };
        if (ChartColors.Round(index) is > 0 and var round)
            line["line"] = new JsonObject { ["dash"] = _dashes[round] };
        return line;
    }

    private static JsonObject Marker(int index)
    {
        var marker = new JsonObject { ["size"] = 7, ["opacity"] = 0.75 };
        if (ChartColors.Round(index) is > 0 and var round)
            marker["symbol"] = _symbols[round];
        return marker;
    }

    /// <param name="withSize">The size of a group of bins is said once, by its first trace.</param>
    private static JsonObject Bins(ChartBins bins, bool withSize = true)
    {
        JsonObject settings = bins.Step is not null
            ? new() { ["start"] = ChartPlace.Iso(bins.Edges[0]), ["end"] = ChartPlace.Iso(bins.Edges[^1]) }
            : new() { ["start"] = bins.Edges[0], ["end"] = bins.Edges[^1] };
        if (withSize)
        {
            settings["size"] = bins.Step switch
            {
                { Months: > 0 } months => $"M{months.Months}",
                { } step => step.Seconds * 1000,
                null => bins.Size,
            };
        }

        return settings;
    }

    private static JsonObject Pie(ChartSeries slices) => new()
    {
        ["type"] = "pie",
        ["labels"] = FigureText.Array(slices.Points.Select(p => p.X)),
        ["values"] = FigureText.Array(slices.Points.Select(p => p.Y)),
        ["hole"] = 0.45,
        ["sort"] = false,
        ["direction"] = "clockwise",
    };

    private static JsonObject Heatmap(ChartContent content, HeatGrid grid) => new()
    {
        ["type"] = "heatmap",
        ["x"] = FigureText.Array(grid.Columns),
        ["y"] = FigureText.Array(grid.Lines),
        ["z"] = new JsonArray([.. grid.Values.Select(line => (JsonNode)FigureText.Array(line))]),
        ["colorscale"] = HeatColors(),
        ["hoverongaps"] = false,
        ["colorbar"] = ColorBar(content),
    };

    private static JsonObject Density(ChartContent content)
    {
        var points = content.Series[0].Points;
        var trace = new JsonObject
        {
            ["type"] = "histogram2d",
            ["x"] = FigureText.Array(points.Select(p => p.X)),
            ["y"] = FigureText.Array(points.Select(p => p.Y)),
            ["colorscale"] = HeatColors(),
            ["colorbar"] = ColorBar(content),
        };
        if (content is { XBins: { } across, YBins: { } down })
        {
            trace["xbins"] = Bins(across);
            trace["ybins"] = Bins(down);
        }

        return trace;
    }

    private static JsonArray HeatColors() => [new JsonArray(0, ChartColors.HeatNothing), new JsonArray(1, ChartColors.Heat)];

    private static JsonObject ColorBar(ChartContent content) => new() { ["title"] = new JsonObject { ["text"] = FigureText.Escape(content.ColorTitle) } };
}
