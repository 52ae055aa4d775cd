using System.Text;

namespace DataAgent.Agent.Offline;

/// <summary>Writes a plan as one SELECT.</summary>
internal sealed class SqlWriter
{
    private readonly QueryPlan _plan;
    private readonly JoinTree _tree;
    private readonly List<string> _where = [];

    private SqlWriter(QueryPlan plan)
    {
        _plan = plan;
        _tree = new JoinTree(plan.Root);
    }

    public static string Write(QueryPlan plan) => new SqlWriter(plan).Write();

    private string Write() => _plan.Shape switch
    {
        PlanShape.Rows => Rows(),
        PlanShape.Values => Values(),
        PlanShape.FigurePerEntity => PerEntity(),
        _ when _plan is { AsShare: true, Groups.Count: 0 } => ShareOfAll(),
        _ when CountsFromEntity() => FromEntity(),
        _ => Figures(),
    };

    private string Rows()
    {
        var columns = new List<(string Sql, string Name)>();
        if (_plan.Columns.Count == 0)
            columns.AddRange(_plan.Root.Columns.Where(c => c.Role != ColumnRole.Other && !c.IsSecret && !c.IsBookkeeping).Select(c => Plain(c, _tree.RootAlias)));
        else
        {
            if (!_plan.Columns.Any(c => _plan.Root.NameColumns.Contains(c.Column) && c.Path.Links.Count == 0)) columns.Add(NameOf(_plan.Root, _tree.RootAlias, _plan.Root.Label));
            columns.AddRange(_plan.Columns.Select(c => Plain(c.Column, _tree.Join(c.Path.Links, optional: true))));
        }

        if (_plan.Order is { Column: { } by } && !(_plan.Columns.Count == 0 && by.Table == _plan.Root)) columns.Add(Plain(by, _tree.Join(_plan.Order.Path.Links, optional: true)));
        foreach (var filter in _plan.Filters) AddFilter(filter, _tree, _where);
        var order = new List<string>();
        if (_plan.Order is { Column: { } column } ordering)
        {
            var name = $"{_tree.Join(ordering.Path.Links)}.{SqlText.Name(column.Name)}";
            order.Add(name + (ordering.IsDescending ? " desc" : ""));
            if (column.Info.IsNullable) _where.Add($"{name} is not null");
        }

        if (!_plan.WithTies) order.AddRange((_plan.Root.Key.Count > 0 && (_plan.Order is not null || _plan.Root.NameColumns.Count == 0) ? _plan.Root.Key : _plan.Root.NameColumns.Reverse()).Select(c => $"{_tree.RootAlias}.{SqlText.Name(c.Name)}"));
        return Assemble(columns, [], [], order);
    }

    private string Values()
    {
        var columns = new List<(string, string)>();
        foreach (var group in _plan.Groups) columns.AddRange(GroupColumns(group, out _));
        foreach (var filter in _plan.Filters) AddFilter(filter, _tree, _where);
        foreach (var (sql, _) in columns) _where.Add($"{sql} is not null");
        return Assemble(columns, [], [], [.. columns.Select((_, i) => (i + 1).ToString())], distinct: true);
    }

    private string Figures()
    {
        var columns = new List<(string Sql, string Name)>();
        var keys = new List<string>();
        foreach (var group in _plan.Groups)
        {
            columns.AddRange(GroupColumns(group, out var groupKeys));
            keys.AddRange(groupKeys);
        }

        if (_plan.Order is not null && _plan.Limit is not null) _where.AddRange(_plan.Groups.Where(g => g.Column?.Info.IsNullable == true).Select(g => $"{_tree.Join(g.Path.Links)}.{SqlText.Name(g.Column!.Name)} is not null"));
        foreach (var filter in _plan.Filters) AddFilter(filter, _tree, _where);
        var groupCount = columns.Count;
        if (_plan.Groups.Any(g => g.Path.FansOut) && _plan.Measures.Any(m => m.Function is "sum" or "avg" or "median") && !IsSafeBridge()) return Deduplicated(columns, keys);
        var fansOut = _plan.Groups.Any(g => g.Path.FansOut);
        columns.AddRange(_plan.Measures.Select(m => (Expression(m, fansOut), SqlText.Alias(m.Label))));
        if (_plan.AsShare) columns.Add(($"round(100.0 * {Expression(_plan.Measures[0], fansOut)} / sum({Expression(_plan.Measures[0], fansOut)}) over (), 2)", "percent"));
        var having = _plan.Having.Select(h => $"{Expression(h.Measure, fansOut)} {h.Operator} {h.Literal}").ToList();
        return Assemble(columns, keys, having, FigureOrder(groupCount, columns));
    }

    private List<string> FigureOrder(int groupCount, IReadOnlyList<(string Sql, string Name)> columns)
    {
        if (groupCount == 0) return [];
        var measure = columns[groupCount].Name;
        if (_plan.Order is { } order) return [measure + (order.IsDescending ? " desc" : ""), .. _plan.WithTies ? [] : columns.Take(groupCount).Select(c => c.Name)];
        if (_plan.Groups.All(g => g.Grain is null)) return [measure + " desc", .. columns.Take(groupCount).Select(c => c.Name)];
        var byTime = columns.Take(groupCount).Select(c => c.Name).ToList();
        if (_plan.Groups.FirstOrDefault(g => g.Grain == "weekday") is { } weekday) byTime.Insert(0, $"min(extract(isodow from {_tree.Join(weekday.Path.Links)}.{SqlText.Name(weekday.Column!.Name)}))");
        return byTime;
    }

    /// <summary>Sums over a join that repeats rows: each row of the root once in each group, then the sum.</summary>
    private string Deduplicated(List<(string Sql, string Name)> columns, List<string> keys)
    {
        var measure = _plan.Measures[0];
        var value = ValueOf(measure, _tree.RootAlias);
        var rootKey = string.Join(", ", _plan.Root.Key.Select(k => $"{_tree.RootAlias}.{SqlText.Name(k.Name)}"));
        var inner = new StringBuilder("select distinct ").AppendJoin(", ", columns.Select(c => $"{c.Sql} as {c.Name}"))
            .Append(", ").AppendJoin(", ", keys.Select((k, i) => $"{k} as g{i}")).Append($", {rootKey}, {value} as x\n").Append(_tree.From);
        if (_where.Count > 0) inner.Append("\nwhere ").AppendJoin("\n  and ", _where);
        var names = columns.Select(c => c.Name).ToList();
        var label = SqlText.Alias(measure.Label);
        return $"select {string.Join(", ", names.Select(n => "d." + n))}, {Wrap(measure.Function, "d.x")} as {label}\nfrom (\n  {inner.ToString().Replace("\n", "\n  ")}\n) d\n"
            + $"group by {string.Join(", ", [.. keys.Select((_, i) => $"d.g{i}"), .. names.Select(n => "d." + n)])}\norder by {string.Join(", ", FigureOrder(columns.Count, [.. columns, ("", label)]))}" + LimitClause();
    }

    private string PerEntity()
    {
        GroupColumns(_plan.Groups[0], out var keys);
        foreach (var filter in _plan.Filters) AddFilter(filter, _tree, _where);
        var inner = new StringBuilder($"select {Expression(_plan.Measures[0], _plan.Groups[0].Path.FansOut)} as n\n").Append(_tree.From);
        if (_where.Count > 0) inner.Append("\nwhere ").AppendJoin("\n  and ", _where);
        inner.Append($"\ngroup by {keys[0]}");
        return $"select {Wrap(_plan.Outer, "p.n")} as {SqlText.Alias($"{MeasureReader.NameOf(_plan.Outer)} {_plan.Measures[0].Label} per {_plan.Groups[0].Label}")}\nfrom (\n  {inner.ToString().Replace("\n", "\n  ")}\n) p";
    }

    /// <summary>The last condition that is not a time says which part is meant; the others say of what.</summary>
    private string ShareOfAll()
    {
        var part = _plan.Filters.LastOrDefault(f => f.Column?.Role is not (ColumnRole.Date or ColumnRole.Year));
        foreach (var filter in _plan.Filters.Where(f => f != part)) AddFilter(filter, _tree, _where);
        var conditions = new List<string>();
        if (part is not null) AddFilter(part, _tree, conditions, optional: true);
        var measure = _plan.Measures[0];
        var whole = Expression(measure, false);
        var share = part is null ? "100.0" : $"round(100.0 * {whole} filter (where {string.Join(" and ", conditions)}) / nullif({whole}, 0), 2)";
        return Assemble([(share, "percent"), .. part is null ? [] : new[] { ($"{whole} filter (where {string.Join(" and ", conditions)})", SqlText.Alias(measure.Label)), (whole, SqlText.Alias("all " + measure.Label)) }], [], [], []);
    }

    private bool CountsFromEntity() =>
        _plan is { Groups: [{ Column: null } group], Measures: [{ Function: "count" }] } && group.Path.Links.Count > 0 && (_plan.Order is { IsDescending: false } || _plan.Having.Any(h => h.Operator is "<" or "<=" || h is { Operator: "=", Literal: "0" }));

    /// <summary>For "fewest" and "fewer than", entities without any row count too: they have 0.</summary>
    private string FromEntity()
    {
        var group = _plan.Groups[0];
        var outer = new JoinTree(group.Table);
        var inner = new JoinTree(_plan.Root, outer.Aliases);
        var toEntity = group.Path.Links;
        List<string> where = [], innerWhere = [];
        innerWhere.Add(JoinTree.On(toEntity[^1], inner.Join([.. toEntity.SkipLast(1)]), outer.RootAlias));
        foreach (var filter in _plan.Filters)
            if (filter.Path.Links.Take(toEntity.Count).SequenceEqual(toEntity)) AddFilter(filter with { Path = new([.. filter.Path.Links.Skip(toEntity.Count)], 0) }, outer, where);
            else AddFilter(filter, inner, innerWhere);
        var measure = _plan.Measures[0];
        var count = $"(select {(group.Path.FansOut ? CountKey(inner.RootAlias) : "count(*)")} {inner.From.Replace("\n", " ")} where {string.Join(" and ", innerWhere)})";
        where.AddRange(_plan.Having.Select(h => $"{count} {h.Operator} {h.Literal}"));
        var name = NameOf(group.Table, outer.RootAlias, group.Label);
        var sql = new StringBuilder($"select {name.Sql} as {name.Name},\n       {count} as {SqlText.Alias(measure.Label)}\n").Append(outer.From);
        if (where.Count > 0) sql.Append("\nwhere ").AppendJoin("\n  and ", where);
        var descending = _plan.Order is { IsDescending: true } ? " desc" : "";
        return sql.Append($"\norder by {SqlText.Alias(measure.Label)}{descending}{(_plan.WithTies ? "" : ", " + name.Name)}").Append(LimitClause()).ToString();
    }

    private bool IsSafeBridge() =>
        _plan.Groups.Count(g => g.Path.FansOut) == 1 && _plan.Groups.First(g => g.Path.FansOut) is { Column: null } group && group.Path.Links.Count(l => !l.Forward) == 1
        && group.Path.Links.Count >= 2 && group.Path.Links[^2] is { Forward: false, To.IsBridge: true };

    private List<(string Sql, string Name)> GroupColumns(Group group, out List<string> keys)
    {
        var alias = _tree.Join(group.Path.Links);
        if (group.Column is null)
        {
            var name = NameOf(group.Table, alias, group.Label);
            keys = [.. group.Table.Key.Concat(group.Table.NameColumns).Distinct().Select(c => $"{alias}.{SqlText.Name(c.Name)}")];
            if (keys.Count == 0) keys = [name.Sql];
            return [name];
        }

        var column = $"{alias}.{SqlText.Name(group.Column.Name)}";
        var sql = group.Grain switch
        {
            null or "value" => column,
            "day" => group.Column.Info.BaseType == "date" ? column : $"{column}::date",
            "year" => $"extract(year from {column})::int",
            "hour" => $"extract(hour from {column})::int",
            "weekday" => $"trim(to_char({column}, 'Day'))",
            _ => $"date_trunc('{group.Grain}', {column})::date",
        };
        keys = [sql];
        return [(sql, SqlText.Alias(group.Label))];
    }

    private static (string Sql, string Name) NameOf(SchemaTable table, string alias, string label)
    {
        var parts = (table.NameColumns.Count > 0 ? table.NameColumns : table.Key.Count > 0 ? table.Key : [table.Columns[0]]).Select(c => $"{alias}.{SqlText.Name(c.Name)}").ToList();
        var nullable = table.NameColumns.Count > 1 && table.NameColumns.Any(c => c.Info.IsNullable);
        return (nullable ? $"concat_ws(' ', {string.Join(", ", parts)})" : string.Join(" || ' ' || ", table.NameColumns.Count > 0 ? parts : parts.Take(1)), SqlText.Alias(table.NameColumns.Count == 0 ? table.Key.Count > 0 ? table.Key[0].Name : label : label));
    }

    private static (string, string) Plain(SchemaColumn column, string alias) => ($"{alias}.{SqlText.Name(column.Name)}", SqlText.Name(column.Name));

    private string Expression(Measure measure, bool fansOut) => measure.Function switch
    {
        "count" => fansOut ? CountKey(_tree.RootAlias) : "count(*)",
        "count distinct" => $"count(distinct {ValueOf(measure, _tree.RootAlias)})",
        _ => Wrap(measure.Function, ValueOf(measure, _tree.RootAlias)),
    };

    private string CountKey(string alias) => _plan.Root.Key switch
    {
        [] => "count(*)",
        [var one] => $"count(distinct {alias}.{SqlText.Name(one.Name)})",
        var many => $"count(distinct ({string.Join(", ", many.Select(k => $"{alias}.{SqlText.Name(k.Name)}"))}))",
    };

    private static string ValueOf(Measure measure, string alias) => measure.Formula is { } formula ? formula.Replace("{0}", alias) : $"{alias}.{SqlText.Name(measure.Column!.Name)}";

    private static string Wrap(string function, string value) => function switch
    {
        "avg" => $"round(avg({value})::numeric, 2)",
        "median" => $"percentile_cont(0.5) within group (order by {value})",
        _ => $"{function}({value})",
    };

    private static void AddFilter(Filter filter, JoinTree tree, List<string> where, bool optional = false)
    {
        var down = filter.Path.Links.Select((l, i) => (l, i)).FirstOrDefault(p => !p.l.Forward, (null!, -1)).i;
        if (down < 0)
        {
            var alias = tree.Join(filter.Path.Links, optional);
            if (Condition(filter, alias, filter.IsNegated) is { } condition) where.Add(condition);
            return;
        }

        var outer = tree.Join([.. filter.Path.Links.Take(down)]);
        var link = filter.Path.Links[down];
        var inner = new JoinTree(link.To, tree.Aliases);
        var end = inner.Join([.. filter.Path.Links.Skip(down + 1)]);
        var also = filter.Also is { } extra ? extra.Condition.Replace("{0}", inner.Join([.. filter.Path.Links.Take(extra.Links).Skip(down + 1)])) : null;
        var tests = new[] { JoinTree.On(link, outer, inner.RootAlias), Condition(filter, end, false), also }.OfType<string>();
        where.Add($"{(filter.IsNegated ? "not " : "")}exists (\n    select 1 {inner.From.Replace("\n", "\n    ")}\n    where {string.Join(" and ", tests)})");
    }

    private static string? Condition(Filter filter, string alias, bool negated)
    {
        var nullable = filter.Column?.Info.IsNullable == true;
        if (filter.Values.Count > 0)
        {
            var name = $"{alias}.{SqlText.Name(filter.Column!.Name)}";
            var test = filter.Values is [var one] ? $"{name} {(negated ? nullable ? "is distinct from" : "<>" : "=")} {one}" : $"{name} {(negated ? "not in" : "in")} ({string.Join(", ", filter.Values)})";
            return negated && nullable && filter.Values.Count > 1 ? $"({test} or {name} is null)" : test;
        }

        var condition = filter.Condition is { } c ? c.Replace("{0}", alias) : null;
        return condition is null || !negated ? condition : nullable ? $"({condition}) is not true" : $"not ({condition})";
    }

    private string Assemble(List<(string Sql, string Name)> columns, List<string> groupBy, List<string> having, List<string> order, bool distinct = false)
    {
        var seen = new HashSet<string>();
        var sql = new StringBuilder(distinct ? "select distinct " : "select ");
        sql.AppendJoin(",\n       ", columns.Where(c => seen.Add(c.Sql + c.Name)).Select(c => c.Sql.EndsWith("." + c.Name) ? c.Sql : $"{c.Sql} as {c.Name}"));
        sql.Append('\n').Append(_tree.From);
        if (_where.Count > 0) sql.Append("\nwhere ").AppendJoin("\n  and ", _where.Distinct());
        if (groupBy.Count > 0) sql.Append("\ngroup by ").AppendJoin(", ", groupBy);
        if (having.Count > 0) sql.Append("\nhaving ").AppendJoin(" and ", having);
        if (order.Count > 0) sql.Append("\norder by ").AppendJoin(", ", order);
        return sql.Append(LimitClause()).ToString();
    }

    private string LimitClause() => _plan.Limit is not { } limit ? "" : _plan.WithTies ? $"\nfetch first {limit} row{(limit == 1 ? "" : "s")} with ties" : $"\nlimit {limit}";
}
