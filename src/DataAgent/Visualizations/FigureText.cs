using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataAgent.Visualizations;

/// <summary>Values and texts as Plotly takes them.</summary>
internal static partial class FigureText
{
    /// <summary>Plotly reads a few HTML tags and entities in every text; data must show as it is.</summary>
    public static string Escape(string text) => Markup().Replace(text, m => m.Value == "<" ? "&lt;" : "&amp;");

    public static JsonArray Array(IEnumerable<object?> values) => [.. values.Select(Json)];

    private static JsonNode? Json(object? value) => value switch
    {
        decimal number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        string text => JsonValue.Create(Escape(text)),
        _ => null,
    };

    [GeneratedRegex("<|&(?=#?[A-Za-z0-9]+;)")]
    private static partial Regex Markup();
}
