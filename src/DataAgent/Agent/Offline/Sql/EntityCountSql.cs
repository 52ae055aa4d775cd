using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>For "fewest" and "fewer than", entities without any row count too: they have 0, which a join would not show.</summary>
internal static class EntityCountSql
{
    public static bool Fits(QueryPlan plan) =>
        plan is { Groups: [{ Column: null, Path.Links.Count: > 0 }], Measures: [{ Function: "count" }] }
        && (plan.Order is { IsDescending: false } || plan.Having.Any(MayBeZero));

    public static string Write(QueryPlan plan)
    {
        var group = plan.Groups[0];
        var entity = new SqlSelect(group.Table);
        var count = Count(plan, group, entity);
        var name = ColumnSql.NameOf(group.Table, entity.Tree.RootAlias, group.Label);
        var label = SqlText.Alias(plan.Measures[0].Label);
        entity.Where.AddRange(plan.Having.Select(h => $"{count} {h.Operator} {h.Literal}"));

        var descending = plan.Order is { IsDescending: true } ? " desc" : "";
        return $"select {name.Sql} as {name.Name},\n       {count} as {label}\n"
            + entity.Source
            + $"\norder by {label}{descending}{(plan.WithTies ? "" : ", " + name.Name)}"
            + SqlSelect.LimitOf(plan);
    }

    private static bool MayBeZero(Having having) => having.Operator is "<" or "<=" || having is { Operator: "=", Literal: "0" };

    /// <summary>The rows of one entity, as a subquery; conditions on the entity itself go to the query around it.</summary>
    private static string Count(QueryPlan plan, Group group, SqlSelect entity)
    {
        var toEntity = group.Path.Links;
        var rows = new JoinTree(plan.Root, entity.Tree.Aliases);
        var last = rows.Join([.. toEntity.SkipLast(1)]);
        List<string> where = [JoinTree.On(toEntity[^1], last, entity.Tree.RootAlias)];
        foreach (var filter in plan.Filters)
        {
            var isOnEntity = filter.Path.Links.Take(toEntity.Count).SequenceEqual(toEntity);
            if (!isOnEntity) FilterSql.Add(filter, rows, where);
            else entity.Add([filter with { Path = new([.. filter.Path.Links.Skip(toEntity.Count)], 0) }]);
        }

        var figure = group.Path.FansOut ? MeasureSql.CountRows(plan.Root, rows.RootAlias) : "count(*)";
        return $"(select {figure} {rows.From.Replace("\n", " ")} where {string.Join(" and ", where)})";
    }
}
