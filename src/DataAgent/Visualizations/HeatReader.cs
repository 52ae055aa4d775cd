using DataAgent.Queries;

namespace DataAgent.Visualizations;

/// <summary>A grid of x and y. The color column gives the values; without one, the rows of each cell are counted.</summary>
internal static class HeatReader
{
    private const int MostLines = 200;

    public static ChartColumn? Values(ResultTable table, ChartSpec spec) => ChartColumn.Find(table, spec.Color ?? spec.Group);

    public static ChartContent Read(ResultTable table, ChartSpec spec, ChartColumn x, ChartColumn y, List<string> notes)
    {
        var values = Values(table, spec);
        if (values is null && x.IsNumber && y.IsNumber)
            return Density(table, spec, x, y, notes);

        var cells = new Dictionary<(object, object), object>();
        HashSet<object> columns = [], lines = [];
        int added = 0, withoutPlace = 0;
        foreach (var row in table.Rows)
        {
            if (x.Place(row) is not { } column || y.Place(row) is not { } line)
            {
                withoutPlace++;
                continue;
            }

            columns.Add(column);
            lines.Add(line);
            if ((values is null ? 1m : values.Value(row)) is { } value && !cells.TryAdd((column, line), value))
                (cells[(column, line)], added) = (ChartSeries.Sum(cells[(column, line)], value), added + 1);
        }

        if (withoutPlace > 0)
            notes.Add($"{ChartSeries.Rows(withoutPlace)} left out: {x.Name} or {y.Name} has no value there, or none that fits on an axis.");
        if (added > 0 && values is not null)
            notes.Add($"Several rows fall into the same cell; their values of {values.Name} are added up.");
        var across = Lines(x, columns, notes);
        var down = Lines(y, lines, notes);
        IReadOnlyList<IReadOnlyList<object?>> grid = [.. down.Select(line => across.Select(column => cells.GetValueOrDefault((column, line))).ToArray())];
        return new(spec, Axis(spec.XLabel, x, across), Axis(spec.YLabel, y, down), [], [])
        {
            Grid = new(across, down, grid),
            ColorTitle = values?.Label ?? "Rows",
        };
    }

    /// <summary>Two measures have hardly ever the same value twice: they are put into bins.</summary>
    private static ChartContent Density(ResultTable table, ChartSpec spec, ChartColumn x, ChartColumn y, List<string> notes)
    {
        var placed = table.Rows.Where(row => x.Value(row) is not null && y.Value(row) is not null);
        List<ChartPoint> points = [.. placed.Select(row => new ChartPoint(x.Value(row)!, y.Value(row)))];
        if (points.Count < table.Rows.Count)
            notes.Add($"{ChartSeries.Rows(table.Rows.Count - points.Count)} left out: {x.Name} or {y.Name} has no value there.");
        return new(spec, Axis(spec.XLabel, x, []), Axis(spec.YLabel, y, []), [new(null, points)], [])
        {
            XBins = ChartBins.Of(points.Select(p => p.X), ChartScale.Number),
            YBins = ChartBins.Of(points.Select(p => p.Y!), ChartScale.Number),
        };
    }

    private static ChartAxis Axis(string? label, ChartColumn column, IReadOnlyList<object> places) =>
        new(label ?? column.Label, column.Scale) { Categories = column.Scale == ChartScale.Category ? [.. places.Cast<string>()] : [] };

    private static object[] Lines(ChartColumn column, HashSet<object> places, List<string> notes)
    {
        if (places.Count > MostLines)
            notes.Add($"The first {MostLines} of {places.Count} values of {column.Name} are drawn.");
        return [.. (column.Scale == ChartScale.Category ? places.AsEnumerable() : places.Order(ChartSeries.Order)).Take(MostLines)];
    }
}
