using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Names;

/// <summary>The names PostgreSQL gives to output columns without one (its <c>FigureColname</c>).</summary>
internal static class OutputNames
{
    /// <param name="starred">What <c>*</c> stands for.</param>
    /// <returns>Null when one of them is not known for certain.</returns>
    public static IReadOnlyList<string>? Of(SqlNode[] targets, Scope scope, IReadOnlyList<string>? starred)
    {
        var names = new List<string>(targets.Length);
        foreach (var target in targets)
        {
            if (target.Text("name") is { } alias)
                names.Add(alias);
            else if (Expanded(target.Node("val"), scope, starred) is { } expanded)
            {
                if (expanded.Columns is null)
                    return null;
                names.AddRange(expanded.Columns);
            }
            else if (target.Node("val") is { } value)
                names.Add(Of(value) ?? "?column?");
        }

        return names.Contains(SqlNode.Star) ? null : names;
    }

    /// <summary>The names that ORDER BY and GROUP BY may use, without what a <c>*</c> stands for.</summary>
    public static HashSet<string> Listed(SqlNode[] targets) =>
        [.. targets.Select(target => target.Text("name") ?? Of(target.Node("val"))).OfType<string>()];

    /// <summary>For an expression; null where PostgreSQL would say <c>?column?</c>.</summary>
    public static string? Of(SqlNode? node) => Figure(node).Name;

    private static Expansion? Expanded(SqlNode? value, Scope scope, IReadOnlyList<string>? starred) => value?.Kind switch
    {
        "ColumnRef" => value.Names("fields") switch
        {
            [SqlNode.Star] => new Expansion(starred),
            [var item, SqlNode.Star] => new Expansion(Only(scope.FindItems(null, item))),
            [var schema, var item, SqlNode.Star] => new Expansion(Only(scope.FindItems(schema, item))),
            _ => null,
        },
        "A_Indirection" when value.Items("indirection")[^1].Kind == "A_Star" => new Expansion(null),
        _ => null,
    };

    private static IReadOnlyList<string>? Only(IReadOnlyList<FromItem> items) => items is [var item] ? item.Columns : null;

    private static (string? Name, bool IsStrong) Figure(SqlNode? node)
    {
        switch (node?.Kind)
        {
            case "ColumnRef":
                return Strong(node.Names("fields")[^1]);
            case "A_Indirection":
                return node.Items("indirection").LastOrDefault(step => step.Kind == "String") is { } step ? Strong(step.Text("sval")) : Figure(node.Node("arg"));
            case "FuncCall":
                return Strong(node.Names("funcname")[^1]);
            case "A_Expr" when node.Text("kind") == "AEXPR_NULLIF":
                return Strong("nullif");
            case "TypeCast":
                return Figure(node.Node("arg")) is { IsStrong: true } inner ? inner : (node.Node("typeName")!.Names("names")[^1], false);
            case "CollateClause":
                return Figure(node.Node("arg"));
            case "CaseExpr":
                return Figure(node.Node("defresult")) is { IsStrong: true } otherwise ? otherwise : ("case", false);
            case "SubLink":
                return node.Text("subLinkType") switch
                {
                    "EXISTS_SUBLINK" => Strong("exists"),
                    "ARRAY_SUBLINK" => Strong("array"),
                    "EXPR_SUBLINK" => OfSubquery(node.Node("subselect")),
                    _ => default,
                };
            case "SQLValueFunction":
                return Strong(SqlValueFunctions.Name(node));
            case "XmlExpr":
                return Strong(node.Text("op") switch
                {
                    "IS_XMLCONCAT" => "xmlconcat",
                    "IS_XMLELEMENT" => "xmlelement",
                    "IS_XMLFOREST" => "xmlforest",
                    "IS_XMLPI" => "xmlpi",
                    "IS_XMLROOT" => "xmlroot",
                    _ => null,
                });
            case "XmlSerialize":
                return Strong("xmlserialize");
            case "JsonFuncExpr":
                return Strong(node.Text("op") switch { "JSON_EXISTS_OP" => "json_exists", "JSON_QUERY_OP" => "json_query", _ => "json_value" });
            case "MinMaxExpr":
                return Strong(node.Text("op") == "IS_GREATEST" ? "greatest" : "least");
            case { } kind when Fixed.TryGetValue(kind, out var name):
                return Strong(name);
            default:
                return default;
        }
    }

    private static (string? Name, bool IsStrong) OfSubquery(SqlNode? select)
    {
        while (select?.Node("larg") is { } left)
            select = left;
        if (select?.Items("valuesLists").Length > 0)
            return Strong("column1");
        return Strong(select?.Items("targetList") is [var target, ..] ? target.Text("name") ?? Of(target.Node("val")) ?? "?column?" : "?column?");
    }

    private static (string? Name, bool IsStrong) Strong(string? name) => (name, name is not null);

    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["GroupingFunc"] = "grouping",
        ["A_ArrayExpr"] = "array",
        ["RowExpr"] = "row",
        ["CoalesceExpr"] = "coalesce",
        ["JsonParseExpr"] = "json",
        ["JsonScalarExpr"] = "json_scalar",
        ["JsonSerializeExpr"] = "json_serialize",
        ["JsonObjectConstructor"] = "json_object",
        ["JsonArrayConstructor"] = "json_array",
        ["JsonArrayQueryConstructor"] = "json_array",
        ["JsonObjectAgg"] = "json_objectagg",
        ["JsonArrayAgg"] = "json_arrayagg",
    };

    private sealed record Expansion(IReadOnlyList<string>? Columns);
}

/// <summary>CURRENT_DATE and its kin, which are grammar, not calls.</summary>
internal static class SqlValueFunctions
{
    /// <summary>Its name as it is written, in lower case, without precision.</summary>
    public static string Name(SqlNode node)
    {
        var name = (node.Text("op") ?? "").Replace("SVFOP_", "").ToLowerInvariant();
        return name.EndsWith("_n", StringComparison.Ordinal) ? name[..^2] : name;
    }
}
