using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>Conditions: over a join where it leads up to one row, as <c>exists</c> where it leads down to several.</summary>
internal static class FilterSql
{
    /// <param name="optional">Rows without the joined one stay: the condition is only tested, it does not choose.</param>
    public static void Add(Filter filter, JoinTree tree, List<string> where, bool optional = false)
    {
        if (filter.Path.FansOut) where.Add(Exists(filter, tree));
        else if (Condition(filter, tree.Join(filter.Path.Links, optional), filter.IsNegated) is { } condition) where.Add(condition);
    }

    private static string Exists(Filter filter, JoinTree tree)
    {
        var down = filter.Path.Links.TakeWhile(l => l.Forward).Count();
        var link = filter.Path.Links[down];
        var outer = tree.Join([.. filter.Path.Links.Take(down)]);
        var inner = new JoinTree(link.To, tree.Aliases);
        string AliasAfter(int links) => inner.Join([.. filter.Path.Links.Take(links).Skip(down + 1)]);

        var end = AliasAfter(filter.Path.Links.Count);
        var also = filter.Also is { } extra ? SqlText.WithAlias(extra.Condition, AliasAfter(extra.Links)) : null;
        var tests = new[] { JoinTree.On(link, outer, inner.RootAlias), Condition(filter, end, isNegated: false), also }.OfType<string>();
        var not = filter.IsNegated ? "not " : "";
        return $"{not}exists (\n    select 1 {inner.From.Replace("\n", "\n    ")}\n    where {string.Join(" and ", tests)})";
    }

    /// <summary>Negated, rows without a value count too: who has no country is not from Germany.</summary>
    private static string? Condition(Filter filter, string alias, bool isNegated)
    {
        var isNullable = filter.Column?.Info.IsNullable == true;
        if (filter.Values.Count > 0) return Equality(filter.Values, SqlText.Column(alias, filter.Column!), isNegated, isNullable);
        if (filter.Condition is null) return null;
        var condition = SqlText.WithAlias(filter.Condition, alias);
        if (!isNegated) return condition;
        return isNullable ? $"({condition}) is not true" : $"not ({condition})";
    }

    private static string Equality(IReadOnlyList<string> values, string name, bool isNegated, bool isNullable)
    {
        if (values is [var one]) return $"{name} {(isNegated ? isNullable ? "is distinct from" : "<>" : "=")} {one}";
        var list = string.Join(", ", values);
        if (!isNegated) return $"{name} in ({list})";
        return isNullable ? $"({name} not in ({list}) or {name} is null)" : $"{name} not in ({list})";
    }
}
