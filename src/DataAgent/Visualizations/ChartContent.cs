namespace DataAgent.Visualizations;

/// <summary>What a chart shows, read from the rows once. The figure of the page and the picture of the server are both drawn from this alone.</summary>
/// <param name="Notes">A sentence for whatever was left out, cut or added up.</param>
internal sealed record ChartContent(ChartSpec Spec, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series, IReadOnlyList<string> Notes)
{
    /// <summary>No row has a value and a place for it.</summary>
    public bool IsEmpty => Grid is { } grid ? grid.Values.All(line => line.All(value => value is null))
        : !Series.Any(s => s.Points.Any(p => p.Y is not null || (Spec.Type == ChartType.Histogram && !AddsUp)));

    /// <summary>What the series are parted by; null when nothing parts them.</summary>
    public string? LegendTitle { get; init; }

    /// <summary>The grid of a heatmap, unless its two measures are put into bins.</summary>
    public HeatGrid? Grid { get; init; }

    /// <summary>Of a histogram over numbers or time, and of a heatmap of two measures.</summary>
    public ChartBins? XBins { get; init; }

    public ChartBins? YBins { get; init; }

    /// <summary>A histogram adds up the values of a column instead of counting rows.</summary>
    public bool AddsUp { get; init; }

    /// <summary>What the colors of a heatmap stand for.</summary>
    public string ColorTitle { get; init; } = "Rows";
}

internal enum ChartScale { Number, Time, Category }

/// <param name="Label">Plain text, as everything here: who draws it escapes it.</param>
internal sealed record ChartAxis(string Label, ChartScale Scale)
{
    /// <summary>All places of a <see cref="ChartScale.Category"/> in the order in which they stand; empty otherwise.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Years or ratings: a bar belongs to a whole number, so there is no tick at 2023.5.</summary>
    public bool HasWholeNumbers { get; init; }
}

/// <summary>The cells of a heatmap: <c>Values[line][column]</c>, null where no row is.</summary>
internal sealed record HeatGrid(IReadOnlyList<object> Columns, IReadOnlyList<object> Lines, IReadOnlyList<IReadOnlyList<object?>> Values);
