namespace DataAgent.Visualizations;

/// <summary>Bins of a histogram, cut here and not by who draws it, so that every drawing counts the same.</summary>
/// <param name="Edges">One more than there are bins, in places of the axis; a bin holds its lower edge and not its upper one.</param>
internal sealed record ChartBins(IReadOnlyList<double> Edges)
{
    private const int Fewest = 5, Most = 40;

    // The same tolerance as Plotly's: a value beside an edge by no more than rounding stands on it.
    private const double Rounding = 1e-9;

    /// <summary>In the unit of the axis; null when the bins are months, whose lengths differ.</summary>
    public double? Size { get; private init; }

    /// <summary>Of bins over time.</summary>
    public TimeStep? Step { get; private init; }

    public int Count => Edges.Count - 1;

    /// <returns>Null when there is nothing to put into bins.</returns>
    public static ChartBins? Of(IEnumerable<object> values, ChartScale scale)
    {
        var all = values.ToList();
        if (all.Count == 0 || scale == ChartScale.Category)
            return null;
        return scale == ChartScale.Time ? OfTimes(all.Cast<string>()) : OfNumbers([.. all.Select(ChartPlace.Of)]);
    }

    /// <returns>The bin of a place; −1 outside of all.</returns>
    public int Find(double place)
    {
        if (Size is { } size)
        {
            var bin = Math.Floor((place / size) - (Edges[0] / size) + Rounding);
            return bin >= 0 && bin < Count ? (int)bin : -1;
        }

        var after = 0;
        while (after < Edges.Count && Edges[after] <= place)
            after++;
        return after == 0 || after == Edges.Count ? -1 : after - 1;
    }

    /// <summary>Rows in each bin, or the sum of their values; null where no row is.</summary>
    public IReadOnlyList<object?> Fill(ChartSeries series, bool addsUp)
    {
        var bins = new object?[Count];
        foreach (var (x, y) in series.Points)
        {
            if ((addsUp ? y : 1m) is { } value && Find(ChartPlace.Of(x)) is >= 0 and var bin)
                bins[bin] = bins[bin] is { } sum ? ChartSeries.Sum(sum, value) : value;
        }

        return bins;
    }

    private static ChartBins OfNumbers(double[] values)
    {
        var (min, max) = (values.Min(), values.Max());
        var isWhole = values.All(double.IsInteger) && Math.Max(Math.Abs(min), Math.Abs(max)) < 1e15;
        var wanted = Math.Clamp(Math.Ceiling(Math.Sqrt(values.Length)), Fewest, Most);
        // Taken apart, or the range of the largest numbers would be infinite.
        var size = Round((max / wanted) - (min / wanted));
        if (isWhole)
            size = Math.Max(1, size);
        if (size <= 0 || !(min + size > min))
            size = min == 0 ? 1 : Round(Math.Abs(min));
        // Bars of whole numbers stand on their number.
        var start = (Math.Floor(min / size) * size) - (isWhole && size == 1 ? 0.5 : 0);
        if (!double.IsFinite(start))
            start = min;
        var count = (int)Math.Clamp(Math.Floor((max / size) - (start / size) + Rounding) + 1, 1, 2 * Most);
        return new([.. Enumerable.Range(0, count + 1).Select(i => Math.Min(double.MaxValue, start + (i * size)))]) { Size = size };
    }

    /// <summary>The next larger of 1, 2 and 5, times a power of ten.</summary>
    private static double Round(double size)
    {
        if (size <= 0 || !double.IsFinite(size))
            return size;
        var power = Math.Pow(10, Math.Floor(Math.Log10(size)));
        return power == 0 ? size : new[] { 1.0, 2, 5, 10 }.Select(n => n * power).First(n => n >= size * (1 - Rounding) || n == 10 * power);
    }

    private static ChartBins OfTimes(IEnumerable<string> values)
    {
        var all = values.ToList();
        var times = all.Select(ChartPlace.Time).ToList();
        var step = TimeStep.For(times.Min(), times.Max(), Most, wholeDays: all.TrueForAll(t => !t.Contains('T', StringComparison.Ordinal)));
        List<DateTime> edges = [step.Floor(times.Min())];
        while (edges[^1] <= times.Max() && edges[^1] < DateTime.MaxValue)
            edges.Add(step.Next(edges[^1]));
        return new([.. edges.Select(ChartPlace.Days)]) { Step = step, Size = step.Months > 0 ? null : step.Seconds / 86_400.0 };
    }
}
