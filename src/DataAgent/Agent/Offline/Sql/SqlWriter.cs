using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>Writes a plan as one SELECT.</summary>
internal static class SqlWriter
{
    public static string Write(QueryPlan plan) => plan.Shape switch
    {
        PlanShape.Rows => Rows(plan),
        PlanShape.Values => Values(plan),
        PlanShape.FigurePerEntity => FiguresSql.WritePerEntity(plan),
        _ when plan is { AsShare: true, Groups.Count: 0 } => ShareOfAll(plan),
        _ when EntityCountSql.Fits(plan) => EntityCountSql.Write(plan),
        _ => FiguresSql.Write(plan),
    };

    private static string Rows(QueryPlan plan)
    {
        var select = new SqlSelect(plan.Root);
        select.Columns.AddRange(plan.Columns.Count == 0 ? WholeRow(plan.Root, select.Tree) : Shown(plan, select.Tree));
        if (plan.Order?.Column is { } by && (plan.Columns.Count > 0 || by.Table != plan.Root))
            select.Columns.Add(ColumnSql.Of(by, select.Tree.Join(plan.Order.Path.Links, optional: true)));
        select.Add(plan.Filters);
        AddOrder(plan, select);
        return select.Write(SqlSelect.LimitOf(plan));
    }

    private static IEnumerable<SqlColumn> WholeRow(SchemaTable root, JoinTree tree) =>
        root.Columns
            .Where(c => c.Role != ColumnRole.Other && !c.IsSecret && !c.IsBookkeeping)
            .Select(c => ColumnSql.Of(c, tree.RootAlias));

    /// <summary>The columns that were asked for, behind the name of the row they belong to.</summary>
    private static IEnumerable<SqlColumn> Shown(QueryPlan plan, JoinTree tree)
    {
        var isNamed = plan.Columns.Any(c => plan.Root.NameColumns.Contains(c.Column) && c.Path.Links.Count == 0);
        if (!isNamed) yield return ColumnSql.NameOf(plan.Root, tree.RootAlias, plan.Root.Label);
        foreach (var shown in plan.Columns) yield return ColumnSql.Of(shown.Column, tree.Join(shown.Path.Links, optional: true));
    }

    /// <summary>By the column that was asked for, where it has a value, and then by what makes the order the same each time.</summary>
    private static void AddOrder(QueryPlan plan, SqlSelect select)
    {
        if (plan.Order is { Column: { } column } order)
        {
            var name = SqlText.Column(select.Tree.Join(order.Path.Links), column);
            select.Order.Add(name + (order.IsDescending ? " desc" : ""));
            if (column.Info.IsNullable) select.Where.Add($"{name} is not null");
        }

        if (plan.WithTies) return;
        var isByKey = plan.Root.Key.Count > 0 && (plan.Order is not null || plan.Root.NameColumns.Count == 0);
        var last = isByKey ? plan.Root.Key : plan.Root.NameColumns.Reverse();
        select.Order.AddRange(last.Select(c => SqlText.Column(select.Tree.RootAlias, c)));
    }

    private static string Values(QueryPlan plan)
    {
        var select = new SqlSelect(plan.Root) { IsDistinct = true };
        select.Columns.AddRange(plan.Groups.Select(g => ColumnSql.Of(g, select.Tree).Column));
        select.Add(plan.Filters);
        select.Where.AddRange(select.Columns.Select(c => $"{c.Sql} is not null"));
        select.Order.AddRange(select.Columns.Select((_, i) => $"{i + 1}"));
        return select.Write(SqlSelect.LimitOf(plan));
    }

    /// <summary>The last condition that is not a time says which part is meant; the others say of what.</summary>
    private static string ShareOfAll(QueryPlan plan)
    {
        var select = new SqlSelect(plan.Root);
        var part = plan.Filters.LastOrDefault(f => !Dates.IsDate(f.Column));
        select.Add(plan.Filters.Where(f => f != part));
        if (part is null)
        {
            select.Columns.Add(new("100.0", "percent"));
            return select.Write(SqlSelect.LimitOf(plan));
        }

        var conditions = new List<string>();
        FilterSql.Add(part, select.Tree, conditions, optional: true);
        var measure = plan.Measures[0];
        var whole = MeasureSql.Of(measure, plan.Root, select.Tree.RootAlias, fansOut: false);
        var some = $"{whole} filter (where {string.Join(" and ", conditions)})";
        select.Columns.Add(new($"round(100.0 * {some} / nullif({whole}, 0), 2)", "percent"));
        select.Columns.Add(new(some, SqlText.Alias(measure.Label)));
        select.Columns.Add(new(whole, SqlText.Alias("all " + measure.Label)));
        return select.Write(SqlSelect.LimitOf(plan));
    }
}
