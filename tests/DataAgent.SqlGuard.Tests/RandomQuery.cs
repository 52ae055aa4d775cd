using System.Text;

namespace DataAgent.SqlGuard.Tests;

/// <summary>Writes SELECTs of one column <c>id</c> over tables that all have <c>id</c>, <c>a</c> and <c>b</c>, with CTEs that are named like tables.</summary>
/// <param name="tables">As they may stand in a FROM list.</param>
internal sealed class RandomQuery(int seed, IReadOnlyList<string> tables)
{
    private readonly Random _random = new(seed);
    private int _aliases;

    public string Write() => Query(3, [], []);

    private string Query(int depth, IReadOnlyList<string> ctes, IReadOnlyList<string> outer)
    {
        var visible = ctes.ToList();
        var sql = new StringBuilder();
        if (depth > 0 && Chance(40))
            sql.Append(With(depth, visible, outer));
        if (depth > 0 && Chance(20))
            return sql.Append($"({Query(depth - 1, visible, outer)}) {Pick("union", "union all", "intersect", "except", "except all")} ({Query(depth - 1, visible, outer)}) order by id").ToString();

        var aliases = new List<string>();
        var from = new StringBuilder(Source(depth, visible, outer, aliases));
        if (Chance(50))
            from.Append(Join(depth, visible, outer, aliases));
        if (Chance(20))
            from.Append($" join lateral (select {aliases[0]}.id as id) l{++_aliases} on true");
        var (grouped, id) = (Chance(20), $"{aliases[0]}.id");
        var value = Chance(15) && depth > 0 ? $"coalesce({id}, (select max(id) from ({Query(depth - 1, visible, [.. outer, .. aliases])}) s{++_aliases}))" : id;
        sql.Append($"select {(!grouped && Chance(10) ? $"distinct on ({id}) " : "")}{(grouped ? id : value)}{Pick("::int as id", " as id")} from {from}");
        Where(sql, depth, visible, outer, aliases);
        if (grouped)
            sql.Append($" group by {Pick(id, $"grouping sets (({id}), ())", $"rollup ({id})", $"cube ({id})")} having count(*) >= 0 order by count(*)");
        else if (Chance(15))
            sql.Append($" order by row_number() over (partition by {id} order by {id}) limit 5");
        return sql.ToString();
    }

    private string With(int depth, List<string> visible, IReadOnlyList<string> outer)
    {
        var isRecursive = Chance(25);
        // A name may be schema-qualified or stand behind ONLY in FROM; a CTE takes the bare one.
        var names = tables.Where(t => t[0] == '"' && !t.Contains("\".\"")).Append("x").Append("payroll").Append("pg_roles").Append("pg_class").OrderBy(_ => _random.Next()).Take(1 + _random.Next(2)).ToList();
        var parts = new List<string>();
        foreach (var name in names)
        {
            parts.Add(isRecursive && Chance(50)
                ? $"{name}(id, a, b) as ({Wide(Query(depth - 1, [.. visible.Except(names)], outer))} union select id + 1, 1, 2 from {name} where id < 3)"
                : $"{name} as {Pick("", "materialized ", "not materialized ")}({Wide(Query(depth - 1, isRecursive ? [.. visible.Except(names)] : visible, outer))})");
            visible.Add(name);
        }

        return $"with {(isRecursive ? "recursive " : "")}{string.Join(", ", parts)} ";
    }

    private string Join(int depth, List<string> visible, IReadOnlyList<string> outer, List<string> aliases) => _random.Next(4) switch
    {
        0 => $" cross join {Source(depth, visible, outer, aliases)}",
        1 => $", {Source(depth, visible, outer, aliases)}",
        2 => $" left join {Source(depth, visible, outer, aliases)} on {aliases[0]}.id = {aliases[1]}.id",
        _ => $" full join {Source(depth, visible, outer, aliases)} on {aliases[0]}.id = {aliases[^1]}.id and {aliases[^1]}.a is not null",
    };

    private void Where(StringBuilder sql, int depth, List<string> visible, IReadOnlyList<string> outer, List<string> aliases)
    {
        if (depth > 0 && Chance(40))
            sql.Append($" where {aliases[^1]}.id {Pick("in", "not in", "= any", "> all")} ({Query(depth - 1, visible, [.. outer, .. aliases])})");
        else if (depth > 0 && Chance(20))
            sql.Append($" where {Pick("", "not ")}exists ({Query(depth - 1, visible, [.. outer, .. aliases])})");
        else if (outer.Count > 0)
            sql.Append($" where {outer[_random.Next(outer.Count)]}.id = {aliases[0]}.id");
    }

    private string Source(int depth, List<string> ctes, IReadOnlyList<string> outer, List<string> aliases)
    {
        var alias = $"a{++_aliases}";
        aliases.Add(alias);
        return _random.Next(7) switch
        {
            0 when depth > 0 => $"({Wide(Query(depth - 1, ctes, outer))}) {alias}",
            1 or 2 when ctes.Count > 0 => $"{ctes[_random.Next(ctes.Count)]} as {alias}",
            3 => $"(values (1, 2, 3), (2, 3, 4)) {alias}(id, a, b)",
            4 => $"generate_series(1, 3) with ordinality {alias}(id, a)" + $" cross join (select 5 as b) b{++_aliases}",
            _ => $"{Pick(tables)} {Pick("as ", "")}{alias}",
        };
    }

    /// <summary>So that every source has the three columns.</summary>
    private string Wide(string query) => $"select id, 1 as a, 2 as b from ({query}) w{++_aliases}";

    private string Pick(params IReadOnlyList<string> choices) => choices[_random.Next(choices.Count)];

    private bool Chance(int percent) => _random.Next(100) < percent;
}
