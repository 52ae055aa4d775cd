using ScottPlot;
using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>Something that we draw ourselves between ScottPlot's axes; it clips to them.</summary>
internal sealed class DrawnPlottable(Action<SKCanvas, IAxes> draw) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) => draw(rp.Canvas, Axes);
}
