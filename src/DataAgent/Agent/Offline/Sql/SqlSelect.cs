using System.Text;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>An expression and the name it has in the result.</summary>
internal sealed record SqlColumn(string Sql, string Name)
{
    public override string ToString() => Sql.EndsWith("." + Name, StringComparison.Ordinal) ? Sql : $"{Sql} as {Name}";
}

/// <summary>One SELECT as it grows: what is joined, shown, asked for and ordered by.</summary>
internal sealed class SqlSelect(SchemaTable root)
{
    public JoinTree Tree { get; } = new(root);
    public bool IsDistinct { get; init; }
    public List<SqlColumn> Columns { get; } = [];
    public List<string> Where { get; } = [];
    public List<string> GroupBy { get; } = [];
    public List<string> Having { get; } = [];
    public List<string> Order { get; } = [];

    public void Add(IEnumerable<Filter> filters)
    {
        foreach (var filter in filters) FilterSql.Add(filter, Tree, Where);
    }

    /// <summary>The clauses <c>from</c> and <c>where</c>.</summary>
    public string Source => Where.Count == 0 ? Tree.From : $"{Tree.From}\nwhere {string.Join("\n  and ", Where.Distinct())}";

    /// <param name="limit">The last clause, see <see cref="LimitOf"/>.</param>
    public string Write(string limit = "")
    {
        var sql = new StringBuilder(IsDistinct ? "select distinct " : "select ").AppendJoin(",\n       ", Columns.Distinct());
        sql.Append('\n').Append(Source);
        if (GroupBy.Count > 0) sql.Append("\ngroup by ").AppendJoin(", ", GroupBy);
        if (Having.Count > 0) sql.Append("\nhaving ").AppendJoin(" and ", Having);
        if (Order.Count > 0) sql.Append("\norder by ").AppendJoin(", ", Order);
        return sql.Append(limit).ToString();
    }

    public static string LimitOf(QueryPlan plan)
    {
        if (plan.Limit is not { } limit) return "";
        return plan.WithTies ? $"\nfetch first {limit} {(limit == 1 ? "row" : "rows")} with ties" : $"\nlimit {limit}";
    }
}
