using System.Text;

namespace DataAgent.SqlGuard.Tests;

/// <summary>Writes valid SELECTs of one column <c>id</c> over the shop, with CTEs that are named like tables of all kinds.</summary>
internal sealed class RandomQuery(int seed)
{
    private static readonly string[] Tables = ["categories", "products", "customers", "orders", "employees", "shop.orders", "shop.customers", "only products"];
    private static readonly string[] CteNames = ["orders", "customers", "products", "salaries", "pg_class", "pg_authid", "x", "\"Mixed Case\""];

    private readonly Random _random = new(seed);
    private int _aliases;

    public string Write() => Query(3, [], []);

    private string Query(int depth, IReadOnlyList<string> ctes, IReadOnlyList<string> outer)
    {
        var visible = ctes.ToList();
        var sql = new StringBuilder();
        if (depth > 0 && Chance(40))
        {
            var isRecursive = Chance(25);
            var names = CteNames.OrderBy(_ => _random.Next()).Take(1 + _random.Next(2)).ToList();
            var parts = new List<string>();
            foreach (var name in names)
            {
                parts.Add(isRecursive && Chance(50)
                    ? $"{name}(id) as ({Query(depth - 1, Without(visible, names), outer)} union select id + 1 from {name} where id < 3)"
                    : $"{name}{(Chance(30) ? "(id)" : "")} as {(Chance(20) ? "materialized " : "")}({Query(depth - 1, isRecursive ? Without(visible, names) : visible, outer)})");
                visible.Add(name);
            }

            sql.Append($"with {(isRecursive ? "recursive " : "")}{string.Join(", ", parts)} ");
        }

        if (depth > 0 && Chance(20))
            return sql.Append($"({Query(depth - 1, visible, outer)}) {Pick("union", "union all", "intersect", "except")} ({Query(depth - 1, visible, outer)}) order by id").ToString();

        var aliases = new List<string>();
        sql.Append("select ");
        var from = new StringBuilder(Source(depth, visible, outer, aliases));
        if (Chance(50))
            from.Append(Pick(" cross join ", ", ")).Append(Source(depth, visible, outer, aliases));
        if (Chance(20))
            from.Append($" join lateral (select {aliases[0]}.id as id) l{++_aliases} on true");
        sql.Append($"{aliases[0]}.id{Pick("", " as id")} from {from}");
        if (depth > 0 && Chance(40))
            sql.Append($" where {aliases[^1]}.id {Pick("in", "not in", "= any")} ({Query(depth - 1, visible, [.. outer, .. aliases])})");
        else if (outer.Count > 0)
            sql.Append($" where {outer[_random.Next(outer.Count)]}.id = {aliases[0]}.id");
        if (Chance(20))
            sql.Append($" group by {aliases[0]}.id order by count(*)");
        return sql.ToString();
    }

    private string Source(int depth, List<string> ctes, IReadOnlyList<string> outer, List<string> aliases)
    {
        var alias = $"a{++_aliases}";
        var source = _random.Next(4) switch
        {
            0 when depth > 0 => $"({Query(depth - 1, ctes, outer)})",
            1 when ctes.Count > 0 => ctes[_random.Next(ctes.Count)],
            2 => "(values (1), (2))",
            _ => Pick(Tables),
        };
        aliases.Add(alias);
        return source == "(values (1), (2))" ? $"{source} {alias}(id)" : $"{source} as {alias}";
    }

    private static List<string> Without(List<string> names, List<string> hidden) => [.. names.Except(hidden)];

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private bool Chance(int percent) => _random.Next(100) < percent;
}
