using System.Globalization;
using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>A ring of slices; their names and shares stand in the legend.</summary>
internal sealed class PieBody(ChartContent content, PictureInk ink, PictureFont font)
{
    private const double Hole = 0.45, LeastWritten = 0.05;

    public static IReadOnlyList<double> Shares(ChartContent content)
    {
        var values = content.Series[0].Points.Select(p => ChartPlace.Of(p.Y!)).ToList();
        // Divided first, or the sum of the largest numbers would be infinite.
        var largest = values.DefaultIfEmpty(1).Max();
        var parts = values.Select(v => v / largest).ToList();
        return [.. parts.Select(p => p / parts.Sum())];
    }

    public static string Percent(double share) => share.ToString(share < 0.001 ? "0.###%" : "0.#%", CultureInfo.InvariantCulture);

    public void Draw(SKCanvas canvas, SKRect area)
    {
        var shares = Shares(content);
        var radius = Math.Min(area.Width, area.Height) * 0.47f;
        var ring = SKRect.Create(area.MidX - radius, area.MidY - radius, 2 * radius, 2 * radius);
        var hole = SKRect.Create(area.MidX - (radius * (float)Hole), area.MidY - (radius * (float)Hole), 2 * radius * (float)Hole, 2 * radius * (float)Hole);
        var start = -90.0;
        foreach (var (index, share) in shares.Index())
        {
            Slice(canvas, ring, hole, start, share * 360, PictureInk.Series(index));
            if (share >= LeastWritten)
                WriteShare(canvas, area, radius, start + (share * 180), share);
            start += share * 360;
        }
    }

    private void Slice(SKCanvas canvas, SKRect ring, SKRect hole, double start, double sweep, SKColor color)
    {
        using var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        if (sweep >= 359.99)
        {
            path.AddOval(ring);
            path.AddOval(hole);
        }
        else
        {
            path.ArcTo(ring, (float)start, (float)sweep, forceMoveTo: true);
            path.ArcTo(hole, (float)(start + sweep), (float)-sweep, forceMoveTo: false);
            path.Close();
        }

        using var fill = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawPath(path, fill);
        using var edge = new SKPaint { Color = ink.Paper, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
        canvas.DrawPath(path, edge);
    }

    private void WriteShare(SKCanvas canvas, SKRect area, float radius, double angle, double share)
    {
        var middle = radius * (1 + Hole) / 2;
        var (x, y) = (area.MidX + (middle * Math.Cos(angle * Math.PI / 180)), area.MidY + (middle * Math.Sin(angle * Math.PI / 180)));
        font.Draw(canvas, Percent(share), (float)x, (float)y + (font.Size * 0.36f), SKColors.White, SKTextAlign.Center);
    }
}
