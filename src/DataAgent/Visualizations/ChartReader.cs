using DataAgent.Queries;

namespace DataAgent.Visualizations;

/// <summary>Reads what a chart shows from the rows of its result.</summary>
internal static class ChartReader
{
    public const string NothingToDraw = "There is no value to draw.";

    private const int MostSlices = 25, WholeNumberTicks = 25;

    /// <exception cref="ArgumentException"><see cref="FigureCheck"/> has something to say; the message is its sentence.</exception>
    public static ChartContent Read(ResultTable table, ChartSpec spec)
    {
        if (FigureCheck.Check(table, spec) is { } problem)
            throw new ArgumentException(problem.Message, nameof(spec));

        List<string> notes = table.Truncated ? [$"Drawn from the {table.Rows.Count} rows there are: {table.CutReason ?? "the result was cut"}."] : [];
        var x = ChartColumn.Find(table, spec.X)!;
        var y = ChartColumn.Find(table, spec.Y);
        var content = spec.Type switch
        {
            ChartType.Heatmap => HeatReader.Read(table, spec, x, y!, notes),
            ChartType.Pie => Pie(table, spec, x, y, notes),
            _ => Series(table, spec, x, y, notes),
        };
        if (content.IsEmpty)
            notes.Add(NothingToDraw);
        return content with { Notes = [.. notes.Distinct()] };
    }

    /// <param name="y">Null: rows are counted.</param>
    private static ChartAxis AxisOf(ChartSpec spec, ChartColumn? y) => new(spec.YLabel ?? y?.Label ?? "Rows", y?.Scale ?? ChartScale.Number);

    private static ChartContent Pie(ResultTable table, ChartSpec spec, ChartColumn x, ChartColumn? y, List<string> notes)
    {
        var all = ChartSeries.Of(table, x, y, [], notes, byName: true).Single();
        return new(spec, AxisOf(spec, x), AxisOf(spec, y), [Slices(all, y?.Name ?? "rows", notes)], []);
    }

    private static ChartContent Series(ResultTable table, ChartSpec spec, ChartColumn x, ChartColumn? y, List<string> notes)
    {
        var by = new[] { spec.Color, spec.Group }.Distinct().Select(name => ChartColumn.Find(table, name)).OfType<ChartColumn>().ToArray();
        var series = ChartSeries.Of(table, x, y, by, notes);
        var most = ChartSeries.MostPoints / series.Count;
        if (series.Any(s => s.Points.Count > most))
            notes.Add($"At most {most} points of each series are drawn, the first ones of the result.");
        var arranged = series.Select(s => Arranged(spec.Type, s with { Points = [.. s.Points.Take(most)] }, x, y, notes));
        // What became of the others stands in the notes.
        List<ChartSeries> drawn = [.. arranged.Where(s => s.Points.Count > 0)];
        return new(spec, XAxis(spec, x, drawn), AxisOf(spec, y), drawn, [])
        {
            LegendTitle = drawn.Count > 1 ? spec.Color ?? spec.Group : null,
            XBins = spec.Type == ChartType.Histogram ? ChartBins.Of(drawn.SelectMany(s => s.Points).Select(p => p.X), x.Scale) : null,
            AddsUp = spec.Type == ChartType.Histogram && y is not null,
        };
    }

    private static ChartSeries Arranged(ChartType type, ChartSeries series, ChartColumn x, ChartColumn? y, List<string> notes) => type switch
    {
        ChartType.Bar => series.AddedUp(y?.Name ?? "rows", y is null ? [] : notes),
        ChartType.Line when x.IsTime || x.IsNumber => series.InOrderOfX(),
        ChartType.Scatter => series.WithValues(y!.Name, notes),
        _ => series,
    };

    /// <summary>Categories stand in the query's order, over all series: else one that the first series lacks would move to the end.</summary>
    private static ChartAxis XAxis(ChartSpec spec, ChartColumn x, IReadOnlyList<ChartSeries> series) => new(spec.XLabel ?? x.Label, x.Scale)
    {
        Categories = x.Scale == ChartScale.Category ? [.. series.SelectMany(s => s.Points).Select(p => (string)p.X).Distinct()] : [],
        HasWholeNumbers = spec.Type == ChartType.Bar && x.IsNumber && AreWhole([.. series.SelectMany(s => s.Points).Select(p => ChartPlace.Of(p.X))]),
    };

    private static bool AreWhole(IReadOnlyList<double> numbers) =>
        numbers.Count > 0 && numbers.All(double.IsInteger) && numbers.Max() - numbers.Min() <= WholeNumberTicks;

    /// <summary>All shares of the whole, also of the slices that are too many to tell apart.</summary>
    private static ChartSeries Slices(ChartSeries series, string column, List<string> notes)
    {
        var all = series.AddedUp(column, column == "rows" ? [] : notes).Points;
        var slices = all.Where(p => Convert.ToDouble(p.Y) > 0).ToList();
        if (slices.Count < all.Count)
            notes.Add("A pie shows positive values only; the others are left out.");
        if (slices.Count > MostSlices)
        {
            var rest = slices.OrderByDescending(p => p.Y!, ChartSeries.Order).Skip(MostSlices - 1).ToList();
            slices = [.. slices.Except(rest), new ChartPoint($"{rest.Count} others", rest.Select(p => p.Y!).Aggregate(ChartSeries.Sum))];
            notes.Add($"The {rest.Count} smallest slices are drawn as one.");
        }

        return new(null, slices);
    }
}
