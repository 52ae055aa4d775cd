using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Names;

internal sealed partial class NameResolver
{
    /// <summary>Puts what FROM brings in into the scope.</summary>
    /// <returns>The columns that <c>*</c> stands for.</returns>
    private List<string>? From(SqlNode[] clause, Scope scope)
    {
        var items = new List<FromItem>();
        List<string>? columns = [];
        foreach (var node in clause)
        {
            var source = Source(node, scope, items);
            items.AddRange(source.Items);
            if (source.Columns is null)
                columns = null;
            columns?.AddRange(source.Columns!);
        }

        scope.Items = items;
        return columns;
    }

    /// <param name="left">What stands to the left of it, visible to LATERAL subqueries and to functions.</param>
    private FromSource Source(SqlNode node, Scope scope, IReadOnlyList<FromItem> left) => node.Kind switch
    {
        "RangeVar" => Table(node, scope),
        "RangeSubselect" => Subquery(node, scope, left),
        "RangeFunction" => Function(node, scope, left),
        "JsonTable" => JsonTable(node, scope, left),
        "RangeTableSample" => Sample(node, scope, left),
        "JoinExpr" => Join(node, scope, left),
        _ => new FromSource([], null),
    };

    private FromSource Table(SqlNode node, Scope scope)
    {
        _uses.Seen.Add(node);
        var name = node.Text("relname")!;
        var schema = node.Text("schemaname");
        var database = node.Text("catalogname");
        if (schema is null && database is null && scope.FindCte(name, out var columns))
            return Item(name, null, columns, node.Node("alias"));

        var use = new RelationUse(node, database, schema, name, IsAlone: !node.Flag("inh"));
        _uses.Relations.Add(use);
        return Item(name, schema ?? _catalog.Schema, _catalog.ColumnsOf(use), node.Node("alias"), isStored: true);
    }

    private FromSource Subquery(SqlNode node, Scope scope, IReadOnlyList<FromItem> left)
    {
        IReadOnlyList<string>? columns = null;
        Seeing(node.Flag("lateral") ? left : [], scope, () => columns = Select(node.Node("subquery")!, scope));
        return Item(null, null, columns, node.Node("alias"));
    }

    /// <summary>The columns of a function's result are known only where the text lists them.</summary>
    private FromSource Function(SqlNode node, Scope scope, IReadOnlyList<FromItem> left)
    {
        var calls = node.Items("functions");
        Seeing(left, scope, () => Expressions(calls, scope));
        Expressions(node.Items("coldeflist"), scope);
        var first = calls is [{ Kind: "List" } pair, ..] ? pair.Items("items")[0] : calls[0];
        List<string>? columns = node.Items("coldeflist") is { Length: > 0 } definitions
            ? [.. definitions.Select(column => column.Text("colname") ?? "")]
            : null;
        if (columns is not null && node.Flag("ordinality"))
            columns.Add("ordinality");
        return Item(OutputNames.Of(first), null, columns, node.Node("alias"));
    }

    private FromSource JsonTable(SqlNode node, Scope scope, IReadOnlyList<FromItem> left)
    {
        Seeing(left, scope, () => ExpressionsBelow(node, scope));
        return Item("json_table", null, [.. JsonColumns(node)], node.Node("alias"));
    }

    private static IEnumerable<string> JsonColumns(SqlNode table) =>
        table.Items("columns").SelectMany(column => column.Text("coltype") == "JTC_NESTED" ? JsonColumns(column) : [column.Text("name") ?? ""]);

    private FromSource Sample(SqlNode node, Scope scope, IReadOnlyList<FromItem> left)
    {
        var source = Source(node.Node("relation")!, scope, left);
        Seeing([], scope, () =>
        {
            Expressions(node.Items("args"), scope);
            Expression(node.Node("repeatable"), scope);
        });
        return source;
    }

    private FromSource Join(SqlNode node, Scope scope, IReadOnlyList<FromItem> left)
    {
        var first = Source(node.Node("larg")!, scope, left);
        var second = Source(node.Node("rarg")!, scope, [.. left, .. first.Items]);
        List<FromItem> items = [.. first.Items, .. second.Items];
        Seeing(items, scope, () => Expression(node.Node("quals"), scope));

        IReadOnlyList<string>? merged = node.Flag("isNatural")
            ? first.Columns is null || second.Columns is null ? null : [.. first.Columns.Intersect(second.Columns)]
            : node.Names("usingClause");
        IReadOnlyList<string>? columns = first.Columns is null || second.Columns is null || merged is null
            ? null
            : [.. merged, .. first.Columns.Except(merged), .. second.Columns.Except(merged)];
        if (node.Node("join_using_alias")?.Text("aliasname") is { } usingAlias)
            items.Add(new FromItem(usingAlias, null, merged));
        return node.Node("alias") is { } alias ? Item(null, null, columns, alias) : new FromSource(items, columns);
    }

    private static FromSource Item(string? name, string? schema, IReadOnlyList<string>? columns, SqlNode? alias, bool isStored = false)
    {
        columns = Renamed(columns, alias?.Names("colnames") ?? []);
        var item = alias is null
            ? new FromItem(name, schema, columns, isStored)
            : new FromItem(alias.Text("aliasname"), null, columns, isStored);
        return new FromSource([item], columns);
    }

    private static void Seeing(IReadOnlyList<FromItem> items, Scope scope, Action look)
    {
        var before = scope.Items;
        scope.Items = items;
        look();
        scope.Items = before;
    }

    /// <param name="Items">What can be named.</param>
    /// <param name="Columns">What <c>*</c> stands for; null when not known.</param>
    private sealed record FromSource(IReadOnlyList<FromItem> Items, IReadOnlyList<string>? Columns);
}
