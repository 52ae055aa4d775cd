using System.Text.Json.Nodes;

namespace DataAgent.Visualizations;

internal static class FigureLayout
{
    public static JsonObject Of(ChartContent content, int traces)
    {
        var spec = content.Spec;
        var layout = new JsonObject
        {
            ["colorway"] = new JsonArray([.. ChartColors.All.Select(color => (JsonNode)color)]),
            ["margin"] = new JsonObject { ["l"] = 56, ["r"] = 16, ["t"] = spec.Title is null ? 16 : 48, ["b"] = 56 },
            ["showlegend"] = traces > 1 || spec.Type == ChartType.Pie,
        };
        if (spec.Title is { } title)
            layout["title"] = new JsonObject { ["text"] = FigureText.Escape(title), ["x"] = 0, ["xanchor"] = "left", ["font"] = new JsonObject { ["size"] = 15 } };
        if (content.LegendTitle is { } legend)
            layout["legend"] = new JsonObject { ["title"] = new JsonObject { ["text"] = FigureText.Escape(legend) } };
        if (spec.Type == ChartType.Pie)
            return layout;

        layout["xaxis"] = Axis(content.X, keepsOrder: spec.Type != ChartType.Heatmap);
        layout["yaxis"] = Axis(content.Y, keepsOrder: false);
        switch (traces == 0 ? (ChartType?)null : spec.Type)
        {
            case ChartType.Bar:
                (layout["barmode"], layout["bargap"]) = ("group", 0.25);
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

    private static JsonObject Axis(ChartAxis of, bool keepsOrder)
    {
        var axis = new JsonObject { ["title"] = new JsonObject { ["text"] = FigureText.Escape(of.Label) }, ["type"] = Type(of.Scale), ["automargin"] = true };
        if (keepsOrder && of.Categories.Count > 0)
            (axis["categoryorder"], axis["categoryarray"]) = ("array", FigureText.Array(of.Categories));
        if (of.HasWholeNumbers)
            (axis["dtick"], axis["tickformat"]) = (1, "d");
        return axis;
    }

    /// <summary>Said aloud, because Plotly would otherwise read names such as "2024" or "1e5" as numbers.</summary>
    private static string Type(ChartScale scale) => scale switch
    {
        ChartScale.Number => "linear",
        ChartScale.Time => "date",
        _ => "category",
    };
}
