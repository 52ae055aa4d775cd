using System.Globalization;
using System.Text.Json.Nodes;

namespace DataAgent.Visualizations;

internal static class FigureLayout
{
    private const int WholeNumberTicks = 25;

    public static JsonObject Of(ChartSpec spec, ChartColumn x, ChartColumn? y, IReadOnlyList<JsonObject> traces, string[] palette)
    {
        var layout = new JsonObject
        {
            ["colorway"] = new JsonArray([.. palette.Select(color => (JsonNode)color)]),
            ["margin"] = new JsonObject { ["l"] = 56, ["r"] = 16, ["t"] = spec.Title is null ? 16 : 48, ["b"] = 56 },
            ["showlegend"] = traces.Count > 1 || spec.Type == ChartType.Pie,
        };
        if (spec.Title is { } title)
            layout["title"] = new JsonObject { ["text"] = ChartColumn.Escape(title), ["x"] = 0, ["xanchor"] = "left", ["font"] = new JsonObject { ["size"] = 15 } };
        if (traces.Count > 1 && (spec.Color ?? spec.Group) is not null)
            layout["legend"] = new JsonObject { ["title"] = new JsonObject { ["text"] = ChartColumn.Escape(spec.Color ?? spec.Group!) } };
        if (spec.Type == ChartType.Pie)
            return layout;

        layout["xaxis"] = Axis(spec.XLabel ?? x.Label, x.AxisType);
        layout["yaxis"] = Axis(spec.YLabel ?? y?.Label ?? "Rows", y?.AxisType ?? "linear");
        if (x.AxisType == "category" && spec.Type != ChartType.Heatmap)
            KeepOrder(layout["xaxis"]!.AsObject(), traces);
        switch (spec.Type)
        {
            case ChartType.Bar:
                (layout["barmode"], layout["bargap"]) = ("group", 0.25);
                if (x.IsNumber)
                    TickWholeNumbers(layout["xaxis"]!.AsObject(), traces);
                break;
            case ChartType.Histogram:
                (layout["barmode"], layout["bargap"]) = ("overlay", 0.05);
                break;
            case ChartType.Line:
                layout["hovermode"] = "x unified";
                break;
        }

        return layout;
    }

    private static JsonObject Axis(string label, string type) =>
        new() { ["title"] = new JsonObject { ["text"] = ChartColumn.Escape(label) }, ["type"] = type, ["automargin"] = true };

    /// <summary>The query's order, over all series; left alone, a category that the first series lacks would move to the end.</summary>
    private static void KeepOrder(JsonObject axis, IReadOnlyList<JsonObject> traces)
    {
        var names = traces.SelectMany(t => t["x"]!.AsArray()).Select(x => x!.GetValue<string>()).Distinct();
        axis["categoryorder"] = "array";
        axis["categoryarray"] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
    }

    /// <summary>Years or ratings: a bar belongs to a whole number, so no tick at 2023.5.</summary>
    private static void TickWholeNumbers(JsonObject axis, IReadOnlyList<JsonObject> traces)
    {
        var numbers = traces.SelectMany(t => t["x"]!.AsArray()).Select(x => double.Parse(x!.ToJsonString(), CultureInfo.InvariantCulture)).ToList();
        if (numbers.Count > 0 && numbers.All(double.IsInteger) && numbers.Max() - numbers.Min() <= WholeNumberTicks)
            (axis["dtick"], axis["tickformat"]) = (1, "d");
    }
}
