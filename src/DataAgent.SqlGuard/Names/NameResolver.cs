using System.Runtime.CompilerServices;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Names;

/// <summary>Finds out what the names in a SELECT mean, by PostgreSQL's rules of scope (its <c>parse_relation.c</c>).</summary>
/// <remarks>A list of column names that is null means "not known for certain": then any name passes as a column.</remarks>
internal sealed partial class NameResolver
{
    private readonly RelationCatalog _catalog;
    private readonly NameUses _uses = new();

    private NameResolver(RelationCatalog catalog) => _catalog = catalog;

    public static NameUses Resolve(SqlNode select, RelationCatalog catalog)
    {
        var resolver = new NameResolver(catalog);
        resolver.Select(select, null);
        return resolver._uses;
    }

    /// <returns>The names of its output columns.</returns>
    private IReadOnlyList<string>? Select(SqlNode select, Scope? outer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var scope = new Scope(outer);
        if (select.Node("withClause") is { } with)
            With(with, scope);

        if (select.Node("larg") is { } left && select.Node("rarg") is { } right)
        {
            var columns = Select(left, scope);
            Select(right, scope);
            return Sorted(select, scope, columns);
        }

        if (select.Items("valuesLists") is { Length: > 0 } rows)
            return Values(select, scope, rows);

        var starred = From(select.Items("fromClause"), scope);
        var targets = select.Items("targetList");
        Expressions(targets, scope);
        var outputs = OutputNames.Of(targets, scope, starred);
        Expression(select.Node("whereClause"), scope);
        Expression(select.Node("havingClause"), scope);
        Expressions(select.Items("windowClause"), scope);
        if (select.Has("groupClause") || select.Has("distinctClause") || select.Has("sortClause"))
            Sorts(select, scope, OutputNames.Listed(targets));
        Limits(select, scope);
        return outputs;
    }

    private void Sorts(SqlNode select, Scope scope, HashSet<string> outputs)
    {
        // GROUP BY prefers an input column, so there an alias does not hide a system column.
        SortItems(select.Items("groupClause"), scope, outputs.Where(name => !SystemColumns.Contains(name)).ToHashSet());
        SortItems(select.Items("distinctClause"), scope, outputs);
        SortItems(select.Items("sortClause"), scope, outputs);
    }

    private IReadOnlyList<string>? Values(SqlNode select, Scope scope, SqlNode[] rows)
    {
        Expressions(rows, scope);
        return Sorted(select, scope, [.. Enumerable.Range(1, rows[0].Items("items").Length).Select(i => $"column{i}")]);
    }

    /// <summary>The end of a set operation or of VALUES: ORDER BY sees the output names, and nothing else.</summary>
    private IReadOnlyList<string>? Sorted(SqlNode select, Scope scope, IReadOnlyList<string>? columns)
    {
        scope.Items = [new FromItem(null, null, columns)];
        Expressions(select.Items("sortClause"), scope);
        Limits(select, scope);
        return columns;
    }

    private void Limits(SqlNode select, Scope scope)
    {
        Expression(select.Node("limitCount"), scope);
        Expression(select.Node("limitOffset"), scope);
    }

    /// <summary>A name is visible to later siblings and the query; in a recursive WITH to all of them, and to itself.</summary>
    private void With(SqlNode with, Scope scope)
    {
        var ctes = with.Items("ctes").Where(cte => cte.Kind == "CommonTableExpr").ToList();
        if (with.Flag("recursive"))
            foreach (var cte in ctes)
                scope.SetCte(cte.Text("ctename")!, null);

        foreach (var cte in ctes)
        {
            var columns = cte.Node("ctequery") is { Kind: "SelectStmt" } query ? Select(query, scope) : null;
            columns = Renamed(columns, cte.Names("aliascolnames"));
            scope.SetCte(cte.Text("ctename")!, columns is null ? null : [.. columns, .. AddedColumns(cte)]);
            Expression(cte.Node("cycle_clause"), scope);
        }
    }

    private static IEnumerable<string> AddedColumns(SqlNode cte) =>
        new[] { cte.Node("search_clause")?.Text("search_seq_column"), cte.Node("cycle_clause")?.Text("cycle_mark_column"), cte.Node("cycle_clause")?.Text("cycle_path_column") }
            .OfType<string>();

    private static IReadOnlyList<string>? Renamed(IReadOnlyList<string>? columns, string[] names) =>
        columns is null || names.Length == 0 ? columns : [.. names, .. columns.Skip(names.Length)];

    /// <summary>In GROUP BY, DISTINCT ON and ORDER BY a bare name may also be an output column.</summary>
    private void SortItems(SqlNode[] items, Scope scope, HashSet<string> outputs)
    {
        foreach (var item in items)
            SortItem(item, scope, outputs);
    }

    private void SortItem(SqlNode item, Scope scope, HashSet<string> outputs)
    {
        switch (item.Kind)
        {
            case "SortBy":
                SortItem(item.Node("node")!, scope, outputs);
                break;
            case "GroupingSet":
                SortItems(item.Items("content"), scope, outputs);
                break;
            case "RowExpr":
                SortItems(item.Items("args"), scope, outputs);
                break;
            case "ColumnRef" when item.Names("fields") is [var name] && outputs.Contains(name):
                _uses.Seen.Add(item);
                break;
            default:
                Expression(item, scope);
                break;
        }
    }
}
