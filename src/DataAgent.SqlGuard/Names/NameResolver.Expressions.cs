using System.Runtime.CompilerServices;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Names;

internal sealed partial class NameResolver
{
    private void Expressions(SqlNode[] nodes, Scope scope)
    {
        foreach (var node in nodes)
            Expression(node, scope);
    }

    private void ExpressionsBelow(SqlNode parent, Scope scope)
    {
        foreach (var node in parent.Children)
            Expression(node, scope);
    }

    private void Expression(SqlNode? node, Scope scope)
    {
        switch (node?.Kind)
        {
            case null or "A_Const":
                break;
            case "SelectStmt":
                Select(node, scope);
                break;
            case "ColumnRef":
                _uses.Seen.Add(node);
                Column(node, node.Names("fields"), scope);
                break;
            case "A_Indirection":
                Indirection(node, scope);
                break;
            case "TypeName":
                // numeric(10, 2), geometry(Point, 4326): constants and words, which are no columns.
                foreach (var word in node.Items("typmods"))
                    _uses.Seen.Add(word);
                break;
            default:
                RuntimeHelpers.EnsureSufficientExecutionStack();
                ExpressionsBelow(node, scope);
                break;
        }
    }

    private void Column(SqlNode node, string[] fields, Scope scope)
    {
        switch (fields)
        {
            case [SqlNode.Star]:
                break;
            case [var name]:
                Add(node, null, name, scope.FindColumn(name), isAttribute: false, scope);
                break;
            case [var item, SqlNode.Star] when scope.FindItems(null, item).Count > 0:
            case [var schema, var table, SqlNode.Star] when scope.FindItems(schema, table).Count > 0:
                break;
            case [var item, var name]:
                Add(node, item, name, scope.FindColumn(null, item, name), isAttribute: true, scope);
                break;
            case [var schema, var table, var name]:
                Add(node, table, name, scope.FindColumn(schema, table, name), isAttribute: true, scope);
                break;
            default:
                Add(node, fields[^2], fields[^1], Meaning.UnknownItem, isAttribute: true, scope);
                break;
        }
    }

    /// <summary><c>(expression).name</c>, also <c>(item).name</c> and <c>(item.*).name</c>, which mean <c>item.name</c>.</summary>
    private void Indirection(SqlNode node, Scope scope)
    {
        var argument = node.Node("arg")!;
        Expression(argument, scope);
        var steps = node.Items("indirection");
        var isFirst = true;
        foreach (var step in steps)
        {
            if (step.Kind == "String")
            {
                var name = step.Text("sval") ?? "";
                var meaning = isFirst && WholeRowOf(argument, scope) is { } item
                    ? scope.FindColumn(item.Schema, item.Name, name)
                    : SystemColumns.Contains(name) ? Meaning.SystemColumn : Meaning.Uncertain;
                Add(node, null, name, meaning, isAttribute: true, scope);
            }
            else
                Expression(step, scope);

            isFirst = false;
        }
    }

    private static (string? Schema, string Name)? WholeRowOf(SqlNode argument, Scope scope) =>
        argument.Kind != "ColumnRef" ? null : argument.Names("fields") switch
        {
            [var item] when item != SqlNode.Star && scope.FindColumn(item) == Meaning.WholeRow => (null, item),
            [var item, SqlNode.Star] => (null, item),
            [var schema, var item, SqlNode.Star] => (schema, item),
            _ => null,
        };

    private void Add(SqlNode node, string? item, string name, Meaning meaning, bool isAttribute, Scope scope)
    {
        if (meaning is Meaning.Column or Meaning.WholeRow)
            return;
        IReadOnlyList<FromItem> known = item is not null && meaning == Meaning.Unknown ? scope.FindItems(null, item) : scope.Items;
        _uses.Columns.Add(new ColumnUse(node, item, name, meaning, isAttribute, known));
    }
}
