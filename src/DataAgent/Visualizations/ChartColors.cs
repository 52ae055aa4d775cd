namespace DataAgent.Visualizations;

/// <summary>The colors of series and slices, the same on the page and in a picture. Each is readable on a light and on a dark background.</summary>
internal static class ChartColors
{
    /// <summary>From nearly nothing to full color, so that it works on a light and on a dark background.</summary>
    public const string Heat = "#4f6df5", HeatNothing = "rgba(79,109,245,0.08)";

    public const double HeatNothingOpacity = 0.08;

    private static readonly string[] _hues = ["#4f6df5", "#12a594", "#f76b15", "#8e4ec6", "#e5484d", "#d49a00", "#0091ff", "#30a46c"];

    // How far each round of the hues is mixed with white (above 0) or black (below 0).
    private static readonly double[] _rounds = [0, 0.38, -0.34, 0.2, -0.18, 0.5, -0.46];

    /// <summary>One for each of the series there may be: the hues, then lighter and darker ones.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Enumerable.Range(0, ChartSeries.Most).Select(i => Mixed(_hues[i % _hues.Length], _rounds[i / _hues.Length]))];

    /// <summary>Which time the hues go round; lines are dashed and points shaped by it, as shades alone are hard to tell apart.</summary>
    public static int Round(int series) => series / _hues.Length;

    private static string Mixed(string color, double share)
    {
        var target = share > 0 ? 255 : 0;
        var parts = Enumerable.Range(0, 3)
            .Select(i => Convert.ToInt32(color.Substring(1 + (2 * i), 2), 16))
            .Select(c => (int)Math.Round(c + ((target - c) * Math.Abs(share))));
        return $"#{string.Concat(parts.Select(c => c.ToString("x2")))}";
    }
}
