namespace DataAgent.Visualizations;

public enum ChartType { Bar, Line, Scatter, Pie, Histogram, Heatmap }

/// <summary>A chart over a stored result. Drawn anew from the rows each time, so a chart can never show figures that no query gave.</summary>
public sealed record ChartSpec(
    Guid ResultId, ChartType Type, string X, string? Y = null, string? Title = null, string? XLabel = null, string? YLabel = null,
    string? Color = null, string? Group = null);
