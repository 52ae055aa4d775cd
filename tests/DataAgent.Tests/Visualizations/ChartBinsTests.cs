using DataAgent.Visualizations;

namespace DataAgent.Tests.Visualizations;

public sealed class ChartBinsTests
{
    [Fact]
    public void Bars_of_whole_numbers_stand_on_their_number()
    {
        var bins = ChartBins.Of([1m, 2m, 2m, 5m], ChartScale.Number)!;

        Assert.Equal([0.5, 1.5, 2.5, 3.5, 4.5, 5.5], bins.Edges);
        Assert.Equal([1m, 2m, null, null, 1m], bins.Fill(Series((1m, null), (2m, null), (2m, null), (5m, null)), addsUp: false));
    }

    [Fact]
    public void A_value_on_an_edge_belongs_to_the_bin_above_it()
    {
        var bins = ChartBins.Of([0m, 0.3m, 0.6m, 1m], ChartScale.Number)!;

        Assert.Equal(0.2, bins.Size);
        Assert.Equal(3, bins.Find(0.6));
        Assert.Equal(-1, bins.Find(bins.Edges[^1] + 1));
        Assert.Equal(-1, bins.Find(-1));
    }

    [Fact]
    public void Values_of_a_column_are_added_up_exactly()
    {
        var bins = ChartBins.Of([1m, 1m, 2m], ChartScale.Number)!;

        Assert.Equal([0.3m, 7m], bins.Fill(Series((1m, 0.1m), (1m, 0.2m), (2m, 7m), (2m, null)), addsUp: true));
    }

    [Theory]
    [InlineData(1e300, -1.7e308)]
    [InlineData(5e-324, 1e-310)]
    [InlineData(1e15, 1000000000000000.2)]
    [InlineData(2.5, 2.5)]
    [InlineData(0d, 0d)]
    public void No_number_is_too_large_too_small_or_too_near_to_another(double a, double b)
    {
        var bins = ChartBins.Of([a, b], ChartScale.Number)!;

        Assert.InRange(bins.Count, 1, 80);
        Assert.True(bins.Find(a) >= 0 && bins.Find(b) >= 0, string.Join(", ", bins.Edges));
    }

    [Theory]
    [InlineData("2024-01-15", "2025-12-31", "M1", 24)]
    [InlineData("2024-01-01", "2024-01-20", "86400", 20)]
    [InlineData("2024-01-01T08:00:00", "2024-01-01T08:20:00", "60", 21)]
    [InlineData("1990-06-01", "2024-06-01", "M12", 35)]
    [InlineData("0001-01-01", "9999-12-31", "M6000", 20)]
    public void Times_fall_into_steps_of_the_calendar(string from, string to, string step, int count)
    {
        var bins = ChartBins.Of([from, to], ChartScale.Time)!;

        Assert.Equal(step, bins.Step!.Value is { Months: > 0 } months ? $"M{months.Months}" : $"{bins.Step!.Value.Seconds}");
        Assert.Equal(count, bins.Count);
        Assert.Equal((0, count - 1), (bins.Find(ChartPlace.Of(from)), bins.Find(ChartPlace.Of(to))));
    }

    [Fact]
    public void Nothing_has_no_bins() => Assert.Null(ChartBins.Of([], ChartScale.Number));

    private static ChartSeries Series(params (object X, object? Y)[] points) => new(null, [.. points.Select(p => new ChartPoint(p.X, p.Y))]);
}
