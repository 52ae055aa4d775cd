using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>Figures, per group when there are groups.</summary>
internal sealed class FiguresSql
{
    private readonly QueryPlan _plan;
    private readonly SqlSelect _select;
    private readonly List<SqlColumn> _groups;
    private readonly bool _fansOut;

    private FiguresSql(QueryPlan plan)
    {
        _plan = plan;
        _select = new SqlSelect(plan.Root);
        var groups = plan.Groups.Select(g => ColumnSql.Of(g, _select.Tree)).ToList();
        _groups = [.. groups.Select(g => g.Column)];
        _select.GroupBy.AddRange(groups.SelectMany(g => g.Keys));
        _fansOut = plan.Groups.Any(g => g.Path.FansOut);
    }

    public static string Write(QueryPlan plan) => new FiguresSql(plan).Write();

    /// <summary>The figure of each entity first, then a figure over those: "average number of orders per customer".</summary>
    public static string WritePerEntity(QueryPlan plan) => new FiguresSql(plan).PerEntity();

    private string Write()
    {
        if (_plan is { Order: not null, Limit: not null })
            _select.Where.AddRange(_plan.Groups.Where(g => g.Column?.Info.IsNullable == true).Select(HasValue));
        _select.Add(_plan.Filters);
        if (RepeatsWhatIsAdded()) return OncePerGroup();

        _select.Columns.AddRange(_groups);
        _select.Columns.AddRange(_plan.Measures.Select(m => new SqlColumn(Figure(m), SqlText.Alias(m.Label))));
        if (_plan.AsShare) _select.Columns.Add(Percent(Figure(_plan.Measures[0])));
        _select.Having.AddRange(_plan.Having.Select(h => $"{Figure(h.Measure)} {h.Operator} {h.Literal}"));
        _select.Order.AddRange(Order());
        return _select.Write(SqlSelect.LimitOf(_plan));
    }

    private static SqlColumn Percent(string figure) => new($"round(100.0 * {figure} / sum({figure}) over (), 2)", "percent");

    /// <summary>In a ranking, rows without the thing that is ranked have no place.</summary>
    private string HasValue(Group group) => $"{NameOf(group)} is not null";

    private string NameOf(Group group) => SqlText.Column(_select.Tree.Join(group.Path.Links), group.Column!);

    private string Figure(Measure measure) => MeasureSql.Of(measure, _plan.Root, _select.Tree.RootAlias, _fansOut);

    private bool RepeatsWhatIsAdded() =>
        _fansOut && _plan.Measures.Any(m => m.Function is "sum" or "avg" or "median") && !IsOverOneBridge();

    /// <summary>Films and actors, joined by a table of both: each film is once in the group of an actor.</summary>
    private bool IsOverOneBridge() =>
        _plan.Groups.Where(g => g.Path.FansOut).ToList() is [{ Column: null } group]
        && group.Path.Links.Count(l => !l.Forward) == 1
        && group.Path.Links is [.., { Forward: false, To.IsBridge: true }, _];

    /// <summary>Highest first, or by time; a ranking asked for by the question goes before both.</summary>
    private List<string> Order()
    {
        if (_groups.Count == 0) return [];
        var measure = SqlText.Alias(_plan.Measures[0].Label);
        var names = _groups.Select(g => g.Name).ToList();
        if (_plan.Order is { } order) return [measure + (order.IsDescending ? " desc" : ""), .. _plan.WithTies ? [] : names];
        if (_plan.Groups.All(g => g.Grain is null)) return [measure + " desc", .. names];
        return _plan.Groups.FirstOrDefault(g => g.Grain == "weekday") is { } weekday
            ? [$"min(extract(isodow from {NameOf(weekday)}))", .. names]
            : names;
    }

    /// <summary>Sums over a join that repeats rows: each row of the root once in each group, then the sum.</summary>
    private string OncePerGroup()
    {
        var measure = _plan.Measures[0];
        var inner = InnerRows(MeasureSql.ValueOf(measure, _select.Tree.RootAlias));
        var names = _groups.Select(g => "d." + g.Name).ToList();
        var keys = _select.GroupBy.Select((_, i) => $"d.g{i}");
        return $"select {string.Join(", ", names)}, {MeasureSql.Apply(measure.Function, "d.x")} as {SqlText.Alias(measure.Label)}\n"
            + $"from (\n  {Indented(inner)}\n) d\n"
            + $"group by {string.Join(", ", keys.Concat(names))}\n"
            + $"order by {string.Join(", ", Order())}"
            + SqlSelect.LimitOf(_plan);
    }

    private string InnerRows(string value)
    {
        var shown = _groups.Select(g => $"{g.Sql} as {g.Name}");
        var keys = _select.GroupBy.Select((k, i) => $"{k} as g{i}");
        var root = string.Join(", ", _plan.Root.Key.Select(k => SqlText.Column(_select.Tree.RootAlias, k)));
        return $"select distinct {string.Join(", ", shown.Concat(keys))}, {root}, {value} as x\n{_select.Source}";
    }

    private string PerEntity()
    {
        _select.Add(_plan.Filters);
        var measure = _plan.Measures[0];
        var name = SqlText.Alias($"{Measure.NameOf(_plan.Outer)} {measure.Label} per {_plan.Groups[0].Label}");
        var inner = $"select {Figure(measure)} as n\n{_select.Source}\ngroup by {_select.GroupBy[0]}";
        return $"select {MeasureSql.Apply(_plan.Outer, "p.n")} as {name}\nfrom (\n  {Indented(inner)}\n) p";
    }

    private static string Indented(string sql) => sql.Replace("\n", "\n  ");
}
