using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>What the colors of a heatmap stand for.</summary>
internal sealed class PictureColorBar(ChartContent content, PictureInk ink, PictureFont font, float scale)
{
    private const int Labels = 5;

    private readonly (double Min, double Max) _range = Range(content.Grid?.Values ?? Counts(content));

    public float Width => Math.Max(Bar + (6 * scale) + Writing().Max(font.Measure), Math.Min(font.Measure(PictureFont.OneLine(content.ColorTitle)), 130 * scale));

    private float Bar => 14 * scale;

    /// <summary>The rows in each cell of a heatmap of two measures, zero where none is.</summary>
    public static IReadOnlyList<IReadOnlyList<object?>> Counts(ChartContent content)
    {
        if (content is not { XBins: { } across, YBins: { } down })
            return [];
        var counts = Enumerable.Range(0, down.Count).Select(_ => new object?[across.Count]).ToArray();
        foreach (var line in counts)
            Array.Fill(line, 0m);
        foreach (var point in content.Series[0].Points)
        {
            var (column, row) = (across.Find(ChartPlace.Of(point.X)), down.Find(ChartPlace.Of(point.Y!)));
            if (column >= 0 && row >= 0)
                counts[row][column] = (decimal)counts[row][column]! + 1;
        }

        return counts;
    }

    public static (double Min, double Max) Range(IReadOnlyList<IReadOnlyList<object?>> values)
    {
        var all = values.SelectMany(v => v).OfType<object>().Select(ChartPlace.Of).ToList();
        return all.Count == 0 ? (0, 1) : all.Min() < all.Max() ? (all.Min(), all.Max()) : (all[0] - 0.5, all[0] + 0.5);
    }

    public void Draw(SKCanvas canvas, SKRect area)
    {
        font.Draw(canvas, font.Cut(content.ColorTitle, area.Width), area.Left, area.Top + font.Size, ink.Title);
        var (top, height) = (area.Top + (font.LineHeight * 1.6f), area.Height - (font.LineHeight * 2.4f));
        for (var y = 0f; y < height; y++)
        {
            using var paint = new SKPaint { Color = PictureInk.Heat(1 - (y / height)) };
            canvas.DrawRect(area.Left, top + y, Bar, 1, paint);
        }

        foreach (var (index, text) in Writing().Index())
            font.Draw(canvas, text, area.Left + Bar + (6 * scale), top + (height * (1 - (index / (Labels - 1f)))) + (font.Size * 0.36f), ink.Text);
    }

    private IEnumerable<string> Writing()
    {
        var largest = Math.Max(Math.Abs(_range.Min), Math.Abs(_range.Max));
        var power = largest is 0 or (>= 1e-5 and < 1e15) ? 0 : (int)Math.Floor(Math.Log10(largest));
        var unit = power == 0 ? 1 : Math.Pow(10, power);
        var (min, max) = (_range.Min / unit, _range.Max / unit);
        return Enumerable.Range(0, Labels).Select(i => PictureAxis.Write(min + ((max - min) * i / (Labels - 1)), (max - min) / 100, power));
    }
}
