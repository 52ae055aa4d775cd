using DataAgent.SqlGuard.Names;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>The names of what a statement calls, also where the grammar has a node of its own for it.</summary>
internal static class FunctionNames
{
    private static readonly NodeType[] OwnNodes = new[]
    {
        "JsonFuncExpr", "JsonParseExpr", "JsonScalarExpr", "JsonSerializeExpr", "JsonObjectConstructor", "JsonArrayConstructor",
        "JsonArrayQueryConstructor", "JsonObjectAgg", "JsonArrayAgg", "JsonTable", "XmlExpr", "XmlSerialize",
    }.Select(kind => Grammar.Find(kind)!).ToArray();

    public static IEnumerable<string> Of(ParsedSql parsed) =>
        parsed.All("FuncCall").Select(call => call.Names("funcname")[^1])
            .Concat(parsed.All("SQLValueFunction").Select(SqlValueFunctions.Name))
            .Concat(OfGrammar(parsed).Select(use => use.Name));

    /// <summary>Older servers have no grammar for these: there, <c>json_scalar(x)</c> is an ordinary call.</summary>
    public static IEnumerable<(SqlNode Node, string Name)> OfGrammar(ParsedSql parsed)
    {
        foreach (var type in OwnNodes)
            foreach (var node in parsed.All(type))
                if ((type.Kind == "JsonTable" ? "json_table" : OutputNames.Of(node)) is { } name)
                    yield return (node, name);
    }
}
