using ScottPlot;
using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>Everything that has axes: bars, lines, points, histograms and heatmaps.</summary>
internal sealed class PlotBody(ChartContent content, PictureInk ink, PictureFont font, float scale)
{
    private const double GapBetweenBars = 0.25;

    // The on and off of a dash, by the round of the hues.
    private static readonly float[][] _dashes = [[], [6, 4], [2, 3], [6, 3, 2, 3], [10, 4], [10, 3, 2, 3], [5, 2]];

    public void Draw(SKCanvas canvas, SKRect area, CancellationToken cancellationToken)
    {
        using var plot = new Plot();
        var (x, y) = Fill(plot);
        cancellationToken.ThrowIfCancellationRequested();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Grid.MajorLineColor = Color.FromSKColor(ink.Line);
        plot.Grid.MajorLineWidth = scale;
        plot.Grid.XAxisStyle.IsVisible = x.Axis.Scale != ChartScale.Category && content.Grid is null;
        plot.Grid.YAxisStyle.IsVisible = content.Grid is null;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Title.IsVisible = false;
        plot.Axes.Right.MinimumSize = plot.Axes.Right.MaximumSize = 22 * scale;
        Hide(plot.Axes.Right);
        Write(plot.Axes.Left, y, font.Cut(y.Axis.Label, area.Height * 0.9f));
        Write(plot.Axes.Bottom, x, font.Cut(x.Axis.Label, area.Width * 0.8f));
        SetBottom(plot, x, area, SetLeft(plot, y, area));
        plot.Axes.SetLimits(x.Min, x.Max, y.Min, y.Max);
        plot.Render(canvas, new PixelRect(area.Left, area.Right, area.Bottom, area.Top));
    }

    private (PictureAxis X, PictureAxis Y) Fill(Plot plot) => content switch
    {
        { Grid: { } grid } => Heat(plot, grid.Columns, grid.Lines, grid.Values),
        { Spec.Type: ChartType.Heatmap } => Density(plot),
        { Spec.Type: ChartType.Bar } => Bars(plot, content.Series),
        { Spec.Type: ChartType.Histogram, X.Scale: ChartScale.Category } => Counts(plot),
        { Spec.Type: ChartType.Histogram } => Histogram(plot),
        _ => Lines(plot),
    };

    private (PictureAxis, PictureAxis) Axes() => (
        new(content.X, content.Series.SelectMany(s => s.Points).Select(p => p.X)),
        new(content.Y, content.Series.SelectMany(s => s.Points).Select(p => p.Y)));

    private (PictureAxis, PictureAxis) Lines(Plot plot)
    {
        var (x, y) = Axes();
        x.Pad(0.02);
        y.Pad(0.06);
        var isLine = content.Spec.Type == ChartType.Line;
        plot.Add.Plottable(new DrawnPlottable((canvas, axes) =>
        {
            foreach (var (index, series) in content.Series.Index())
            {
                var points = series.Points
                    .Select(p => p.Y is null ? (SKPoint?)null : new SKPoint(axes.GetPixelX(x.Place(p.X)), axes.GetPixelY(y.Place(p.Y)))).ToList();
                if (isLine)
                    Line(canvas, points, index);
                if (!isLine || points.Count <= ChartSeries.MostMarkers)
                    Marks(canvas, points.OfType<SKPoint>(), index, isLine);
                else
                    Marks(canvas, Alone(points), index, isLine);
            }
        }));
        return (x, y);
    }

    /// <summary>A point between two gaps has no line: without a mark it would not be seen.</summary>
    private static IEnumerable<SKPoint> Alone(List<SKPoint?> points) => points.Index()
        .Where(p => p.Item is not null && (p.Index == 0 || points[p.Index - 1] is null) && (p.Index == points.Count - 1 || points[p.Index + 1] is null))
        .Select(p => p.Item!.Value);

    private void Line(SKCanvas canvas, List<SKPoint?> points, int index)
    {
        using var path = new SKPath();
        var isOpen = false;
        foreach (var point in points)
        {
            if (point is { } to && isOpen)
                path.LineTo(to);
            else if (point is { } from)
                path.MoveTo(from);
            isOpen = point is not null;
        }

        using var paint = new SKPaint { Color = PictureInk.Series(index), IsAntialias = true };
        (paint.Style, paint.StrokeWidth, paint.StrokeJoin) = (SKPaintStyle.Stroke, 2 * scale, SKStrokeJoin.Round);
        var round = ChartColors.Round(index);
        using var dash = round > 0 ? SKPathEffect.CreateDash([.. _dashes[round].Select(d => d * scale)], 0) : null;
        paint.PathEffect = dash;
        canvas.DrawPath(path, paint);
    }

    private void Marks(SKCanvas canvas, IEnumerable<SKPoint> points, int index, bool isLine)
    {
        var color = isLine ? PictureInk.Series(index) : PictureInk.Series(index).WithAlpha(190);
        foreach (var point in points)
            PictureMark.Draw(canvas, ChartColors.Round(index), point.X, point.Y, 3.4f * scale, color);
    }

    private (PictureAxis, PictureAxis) Counts(Plot plot) => Bars(plot, [.. content.Series.Select(s => (content.AddsUp
        ? s : s with { Points = [.. s.Points.Select(p => p with { Y = 1m })] }).AddedUp("", []))], overlay: true);

    private (PictureAxis, PictureAxis) Bars(Plot plot, IReadOnlyList<ChartSeries> all, bool overlay = false)
    {
        PictureAxis x = new(content.X, all.SelectMany(s => s.Points).Select(p => p.X)), y = new(content.Y, all.SelectMany(s => s.Points).Select(p => p.Y));
        var unit = Distance(all.SelectMany(s => s.Points).Select(p => x.Place(p.X)));
        if (x.Axis.Scale != ChartScale.Category)
        {
            x.Include(x.Min - (unit / 2));
            x.Include(x.Max + (unit / 2));
        }

        y.Include(0);
        y.Pad(0.06, standsOnZero: true);
        var lanes = overlay ? 1 : Math.Max(1, all.Count);
        var width = unit * (1 - GapBetweenBars) / lanes;
        foreach (var (index, series) in all.Index())
        {
            var shift = ((overlay ? 0 : index) - ((lanes - 1) / 2.0)) * width;
            AddBars(plot, series.Points.Select(p => (x.Place(p.X) + shift, y.Place(p.Y!), width)), index, isTransparent: overlay && all.Count > 1);
        }

        return (x, y);
    }

    /// <summary>Between the two places that are nearest to each other.</summary>
    private static double Distance(IEnumerable<double> places)
    {
        var all = places.Distinct().Order().ToList();
        return all.Zip(all.Skip(1), (a, b) => b - a).Where(d => d > 0).DefaultIfEmpty(1).Min();
    }

    private (PictureAxis, PictureAxis) Histogram(Plot plot)
    {
        if (content.XBins is not { } bins)
            return Axes();
        var filled = content.Series.Select(s => bins.Fill(s, content.AddsUp)).ToList();
        PictureAxis x = new(content.X, bins.Edges.Cast<object>()), y = new(content.Y, filled.SelectMany(f => f));
        y.Include(0);
        y.Pad(0.06, standsOnZero: true);
        foreach (var (index, values) in filled.Index())
        {
            AddBars(plot, values.Index().Where(v => v.Item is not null).Select(v =>
            {
                var (from, to) = (x.Scaled(bins.Edges[v.Index]), x.Scaled(bins.Edges[v.Index + 1]));
                return ((from + to) / 2, y.Place(v.Item!), (to - from) * 0.95);
            }), index, isTransparent: filled.Count > 1);
        }

        return (x, y);
    }

    private void AddBars(Plot plot, IEnumerable<(double At, double Height, double Width)> bars, int index, bool isTransparent)
    {
        var color = Color.FromSKColor(isTransparent ? PictureInk.Series(index).WithAlpha(178) : PictureInk.Series(index));
        // A line of the same color: a bar thinner than a pixel is still seen.
        plot.Add.Bars(bars.Select(b => new Bar
        {
            Position = b.At,
            Value = b.Height,
            Size = b.Width,
            FillColor = color,
            LineColor = color,
            LineWidth = isTransparent ? 0 : 0.5f * scale,
        }).ToList());
    }

    private (PictureAxis, PictureAxis) Heat(Plot plot, IReadOnlyList<object> columns, IReadOnlyList<object> lines, IReadOnlyList<IReadOnlyList<object?>> values)
    {
        PictureAxis x = new(content.X, columns), y = new(content.Y, lines);
        var (xEdges, yEdges) = (Edges([.. columns.Select(x.Place)]), Edges([.. lines.Select(y.Place)]));
        Include(x, xEdges);
        Include(y, yEdges);
        return Cells(plot, (x, y), xEdges, yEdges, values);
    }

    private (PictureAxis, PictureAxis) Density(Plot plot)
    {
        if (content is not { XBins: { } across, YBins: { } down })
            return Axes();
        PictureAxis x = new(content.X, across.Edges.Cast<object>()), y = new(content.Y, down.Edges.Cast<object>());
        return Cells(plot, (x, y), [.. across.Edges.Select(x.Scaled)], [.. down.Edges.Select(y.Scaled)], PictureColorBar.Counts(content));
    }

    private static void Include(PictureAxis axis, double[] edges)
    {
        if (edges.Length == 0)
            return;
        axis.Include(edges[0]);
        axis.Include(edges[^1]);
    }

    private static (PictureAxis, PictureAxis) Cells(
        Plot plot, (PictureAxis, PictureAxis) axes, double[] xEdges, double[] yEdges, IReadOnlyList<IReadOnlyList<object?>> values)
    {
        var (min, max) = PictureColorBar.Range(values);
        plot.Add.Plottable(new DrawnPlottable((canvas, place) =>
        {
            using var paint = new SKPaint { IsAntialias = false };
            foreach (var (line, row) in values.Index())
            {
                foreach (var (column, value) in row.Index().Where(v => v.Item is not null))
                {
                    paint.Color = PictureInk.Heat((ChartPlace.Of(value!) - min) / (max - min));
                    var (left, right) = (place.GetPixelX(xEdges[column]), place.GetPixelX(xEdges[column + 1]));
                    canvas.DrawRect(new SKRect(left, place.GetPixelY(yEdges[line + 1]), right, place.GetPixelY(yEdges[line])), paint);
                }
            }
        }));
        return axes;
    }

    /// <summary>Half way between the places; the outer ones reach as far on the other side.</summary>
    private static double[] Edges(double[] places) => places.Length switch
    {
        0 => [],
        1 => [places[0] - 0.5, places[0] + 0.5],
        _ =>
        [
            places[0] - ((places[1] - places[0]) / 2), .. places.Zip(places.Skip(1), (a, b) => (a + b) / 2),
            places[^1] + ((places[^1] - places[^2]) / 2),
        ],
    };

    private void Write(IAxis axis, PictureAxis of, string label)
    {
        axis.Label.Text = label;
        axis.Label.Bold = false;
        axis.Label.Font = axis.TickLabelStyle.Font = PictureFont.Typeface;
        axis.Label.FontSize = axis.TickLabelStyle.FontSize = font.Size;
        axis.Label.ForeColor = axis.TickLabelStyle.ForeColor = Color.FromSKColor(ink.Text);
        axis.FrameLineStyle.Color = axis.MajorTickStyle.Color = Color.FromSKColor(ink.Line);
        axis.FrameLineStyle.Width = axis.MajorTickStyle.Width = scale;
        axis.MajorTickStyle.Length = 4 * scale;
    }

    private static void Hide(IAxis axis)
    {
        axis.FrameLineStyle.Width = axis.MajorTickStyle.Length = axis.MinorTickStyle.Length = 0;
        axis.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
    }

    private float SetLeft(Plot plot, PictureAxis y, SKRect area)
    {
        var lines = y.Axis.Scale == ChartScale.Category ? 1 : 2;
        var ticks = y.Ticks(area.Height * 0.75 / (font.LineHeight * lines), text => font.Cut(text, Math.Min(160 * scale, area.Width * 0.25f)));
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. ticks]);
        var width = Widest(ticks) + (font.LineHeight * 1.3f) + (10 * scale);
        plot.Axes.Left.MinimumSize = plot.Axes.Left.MaximumSize = width;
        return width;
    }

    private void SetBottom(Plot plot, PictureAxis x, SKRect area, float left)
    {
        var length = area.Width - left - (22 * scale);
        var isCategory = x.Axis.Scale == ChartScale.Category;
        var ticks = x.Ticks(isCategory ? x.Axis.Categories.Count : length / (font.Size * 8), text => font.Cut(text, 150 * scale));
        var height = font.LineHeight;
        if (isCategory && Widest(ticks) + font.Size > length / Math.Max(1, ticks.Count))
        {
            ticks = x.Ticks(length / (font.LineHeight * 1.1), text => font.Cut(text, Math.Min(130 * scale, area.Height * 0.3f)));
            height = (Widest(ticks) * 0.71f) + font.Size;
            (plot.Axes.Bottom.TickLabelStyle.Rotation, plot.Axes.Bottom.TickLabelStyle.Alignment) = (-45, Alignment.MiddleRight);
            // The first one reaches out to the left.
            left = Math.Max(left, (font.Measure(ticks[0].Label) * 0.71f) - (length / x.Axis.Categories.Count / 2));
            plot.Axes.Left.MinimumSize = plot.Axes.Left.MaximumSize = left;
        }

        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. ticks]);
        plot.Axes.Bottom.MinimumSize = plot.Axes.Bottom.MaximumSize = height + (font.LineHeight * 1.3f) + (8 * scale);
    }

    private float Widest(IReadOnlyList<Tick> ticks) => ticks.Select(t => font.Measure(t.Label)).DefaultIfEmpty(0).Max();
}
