using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>A chart as a PNG: title, drawing, legend, and below it all notes, for a picture travels without the page around it.</summary>
internal static class ChartPicture
{
    private const string MissingLetters = "Letters that the font of this picture lacks are drawn as boxes.";

    public static byte[] Draw(ChartContent content, PictureOptions options, CancellationToken cancellationToken)
    {
        if (options.Check() is [var error, ..])
            throw new ArgumentException(error.Message, nameof(options));

        using var surface = SKSurface.Create(new SKImageInfo(options.Width, options.Height))
            ?? throw new InvalidOperationException("There is no memory for a picture of this size.");
        var ink = PictureInk.Of(options.Theme);
        surface.Canvas.Clear(ink.Paper);
        // The writing of a page of 1000 pixels, larger or smaller with the picture.
        var scale = Math.Clamp(Math.Min(options.Width / 1000f, options.Height / 560f), 0.7f, 5f);
        var margin = 16 * scale;
        var area = new SKRect(margin, margin, options.Width - margin, options.Height - margin);
        area = Title(surface.Canvas, content, ink, scale, area);
        area = Notes(surface.Canvas, content, ink, scale, area);
        cancellationToken.ThrowIfCancellationRequested();
        Body(surface.Canvas, content, ink, scale, area, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <returns>What is left.</returns>
    private static SKRect Title(SKCanvas canvas, ChartContent content, PictureInk ink, float scale, SKRect area)
    {
        if (string.IsNullOrWhiteSpace(content.Spec.Title))
            return area;
        using var font = new PictureFont(17 * scale);
        foreach (var line in font.Wrap(content.Spec.Title, area.Width, most: 2))
        {
            font.Draw(canvas, line, area.Left, area.Top + font.Size, ink.Title);
            area.Top += font.LineHeight;
        }

        area.Top += 6 * scale;
        return area;
    }

    /// <summary>Notes come before the drawing: where there is little room, it gives way and they do not.</summary>
    private static SKRect Notes(SKCanvas canvas, ChartContent content, PictureInk ink, float scale, SKRect area)
    {
        IReadOnlyList<string> notes = Texts(content).All(PictureFont.Has) ? content.Notes : [.. content.Notes, MissingLetters];
        if (notes.Count == 0)
            return area;
        using var font = new PictureFont(11.5f * scale);
        var lines = notes.SelectMany(n => font.Wrap(n, area.Width, most: 6)).ToList();
        var room = Math.Max(2, (int)(area.Height * 0.6f / font.LineHeight));
        if (lines.Count > room)
            lines = [.. lines.Take(room - 1), font.Cut("More was left out than fits here; draw it larger.", area.Width)];
        var top = area.Bottom - (lines.Count * font.LineHeight);
        foreach (var (index, line) in lines.Index())
            font.Draw(canvas, line, area.Left, top + (index * font.LineHeight) + font.Size, ink.Text);
        area.Bottom = top - (6 * scale);
        return area;
    }

    private static void Body(SKCanvas canvas, ChartContent content, PictureInk ink, float scale, SKRect area, CancellationToken cancellationToken)
    {
        using var font = new PictureFont(12 * scale);
        if (content.IsEmpty)
        {
            font.Draw(canvas, font.Cut(ChartReader.NothingToDraw, area.Width), area.MidX, area.MidY, ink.Text, SKTextAlign.Center);
            return;
        }

        if (content.Spec.Type == ChartType.Heatmap)
        {
            var bar = new PictureColorBar(content, ink, font, scale);
            bar.Draw(canvas, new SKRect(area.Right - bar.Width, area.Top, area.Right, area.Bottom));
            area.Right -= bar.Width + (8 * scale);
        }
        else if (Entries(content) is { Count: > 0 } entries)
        {
            area = Legend(canvas, content, ink, scale, area, entries);
        }

        if (content.Spec.Type == ChartType.Pie)
            new PieBody(content, ink, font).Draw(canvas, area);
        else
            new PlotBody(content, ink, font, scale).Draw(canvas, area, cancellationToken);
    }

    /// <summary>Beside a wide drawing, below a high one.</summary>
    private static SKRect Legend(
        SKCanvas canvas, ChartContent content, PictureInk ink, float scale, SKRect area, IReadOnlyList<(string Name, SKColor Color, int Round)> entries)
    {
        using var font = new PictureFont((entries.Count > 25 ? 11 : 12) * scale);
        if (area.Width >= area.Height * 1.1f)
        {
            var beside = new PictureLegend(font, content.LegendTitle, entries, area.Width * 0.42f, area.Height, isWide: false);
            beside.Draw(canvas, area.Right - beside.Width, area.Top, ink);
            area.Right -= beside.Width + (12 * scale);
            return area;
        }

        var below = new PictureLegend(font, content.LegendTitle, entries, area.Width, area.Height * 0.4f, isWide: true);
        below.Draw(canvas, area.Left, area.Bottom - below.Height, ink);
        area.Bottom -= below.Height + (8 * scale);
        return area;
    }

    private static IReadOnlyList<(string Name, SKColor Color, int Round)> Entries(ChartContent content)
    {
        if (content.Spec.Type == ChartType.Pie)
        {
            return [.. content.Series[0].Points.Zip(PieBody.Shares(content)).Select((slice, i) =>
                ($"{PieBody.Percent(slice.Second)}  {slice.First.X}", PictureInk.Series(i), 0))];
        }

        var hasShapes = content.Spec.Type is ChartType.Line or ChartType.Scatter;
        return content.Series.Count < 2 ? [] : [.. content.Series.Select((s, i) => (s.Name ?? "", PictureInk.Series(i), hasShapes ? ChartColors.Round(i) : 1))];
    }

    private static IEnumerable<string> Texts(ChartContent content) =>
    [
        content.Spec.Title ?? "", content.X.Label, content.Y.Label, content.LegendTitle ?? "", content.ColorTitle,
        .. content.X.Categories, .. content.Y.Categories, .. content.Notes, .. content.Series.Select(s => s.Name ?? ""),
    ];
}
