using System.Globalization;
using DataAgent.Queries;

namespace DataAgent.Visualizations;

internal sealed record ChartPoint(object X, object? Y);

/// <summary>The rows of a result, parted by color and group.</summary>
internal sealed record ChartSeries(string? Name, IReadOnlyList<ChartPoint> Points)
{
    public const int Most = 50, MostPoints = 20_000;

    /// <summary>A line of more points is drawn without a mark on each.</summary>
    public const int MostMarkers = 60;

    /// <summary>In the order in which the names first appear in the result.</summary>
    /// <param name="y"><c>null</c>: each row counts as one.</param>
    /// <param name="byName">The places are names, whatever the column is.</param>
    /// <param name="notes">Gets a sentence for whatever was left out.</param>
    public static List<ChartSeries> Of(ResultTable table, ChartColumn x, ChartColumn? y, IReadOnlyList<ChartColumn> by, List<string> notes, bool byName = false)
    {
        var series = new OrderedDictionary<string, List<ChartPoint>>();
        var withoutPlace = 0;
        foreach (var row in table.Rows)
        {
            var name = string.Join(", ", by.Select(c => c.Text(row)));
            if (!series.TryGetValue(name, out var points))
                series.Add(name, points = []);
            if ((byName ? x.Text(row) : x.Place(row)) is { } place)
                points.Add(new ChartPoint(place, y is null ? 1m : y.Value(row)));
            else
                withoutPlace++;
        }

        if (withoutPlace > 0)
            notes.Add($"{Rows(withoutPlace)} left out: {x.Name} has no value there, or none that fits on an axis.");
        if (series.Count > Most)
            notes.Add($"The first {Most} of {series.Count} series are drawn.");
        return [.. series.Take(Most).Select(s => new ChartSeries(by.Count == 0 ? null : s.Key, s.Value))];
    }

    public ChartSeries InOrderOfX() => this with { Points = [.. Points.OrderBy(p => p.X, Order)] };

    /// <summary>Bars and slices show one value for each place.</summary>
    public ChartSeries AddedUp(string column, List<string> notes)
    {
        var sums = new OrderedDictionary<object, object>();
        int empty = 0, added = 0;
        foreach (var point in Points)
        {
            if (point.Y is not { } value)
                empty++;
            else if (!sums.TryAdd(point.X, value))
                (sums[point.X], added) = (Sum(sums[point.X], value), added + 1);
        }

        if (empty > 0)
            notes.Add($"{Rows(empty)} left out: {column} has no value there.");
        if (added > 0)
            notes.Add($"Several rows have the same place in the chart; their values of {column} are added up.");
        return this with { Points = [.. sums.Select(s => new ChartPoint(s.Key, s.Value))] };
    }

    public ChartSeries WithValues(string column, List<string> notes)
    {
        var points = Points.Where(p => p.Y is not null).ToList();
        if (points.Count < Points.Count)
            notes.Add($"{Rows(Points.Count - points.Count)} left out: {column} has no value there.");
        return this with { Points = points };
    }

    /// <summary>Numbers by size; ISO dates, as texts, sort by time.</summary>
    public static Comparer<object> Order { get; } = Comparer<object>.Create((a, b) => (a, b) switch
    {
        (string left, string right) => string.CompareOrdinal(left, right),
        (decimal left, decimal right) => left.CompareTo(right),
        _ => Convert.ToDouble(a).CompareTo(Convert.ToDouble(b)),
    });

    public static object Sum(object a, object b)
    {
        try
        {
            if (a is decimal left && b is decimal right)
                return left + right;
        }
        catch (OverflowException)
        {
        }

        return Convert.ToDouble(a) + Convert.ToDouble(b);
    }

    public static string Rows(int count) => count == 1 ? "1 row is" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} rows are";
}
