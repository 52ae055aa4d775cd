using DataAgent.SqlGuard.Names;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses functions that are not on the reviewed list, wherever a call can stand.</summary>
/// <remarks>
/// A list of bad functions is never finished: query_to_xml, ts_stat and many more run SQL given as text. Calls in FROM, in
/// window and aggregate form, and those made by the grammar (EXTRACT, TREAT, AT TIME ZONE) are all the same node; attribute
/// notation and CURRENT_USER are not.
/// </remarks>
internal sealed class FunctionRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql)
    {
        foreach (var call in sql.All("FuncCall"))
            if (Message(call.Names("funcname"), sql.Policy) is { } message)
                yield return sql.Refuse(RefusalCode.FunctionNotAllowed, call, message);

        foreach (var value in sql.All("SQLValueFunction"))
            if (SqlValueFunctions.Name(value) is var name && name is not ("current_date" or "current_time" or "current_timestamp" or "localtime" or "localtimestamp"))
                yield return sql.Refuse(RefusalCode.FunctionNotAllowed, value, $"{name} tells about the server, not about the data. Leave it out.");

        foreach (var xml in sql.All("XmlExpr"))
            if (xml.Text("op") is not ("IS_XMLCONCAT" or "IS_XMLELEMENT" or "IS_XMLFOREST" or "IS_XMLPI" or "IS_XMLROOT"))
                yield return sql.Refuse(RefusalCode.FunctionNotAllowed, xml, "XML cannot be parsed here. Read it as text, or keep such data as JSON.");

        foreach (var (node, name) in FunctionNames.OfGrammar(sql.Parsed))
            if (IsShadowed(name, sql.Policy))
                yield return sql.Refuse(RefusalCode.FunctionNotAllowed, node, Shadowed(name, sql.Policy));

        foreach (var call in sql.All("FuncCall"))
            if (call.Names("funcname")[^1] == "pg_typeof" && !IsTypeShown(call))
                yield return sql.Refuse(RefusalCode.FunctionNotAllowed, call, "Write pg_typeof(...)::text where the type is not simply shown.");

        foreach (var use in sql.Names.Columns)
            if (use is { IsAttribute: true, Meaning: Meaning.Uncertain } && IsRefusedAttribute(use.Name, sql.Policy))
                yield return sql.Refuse(RefusalCode.FunctionNotAllowed, use.Node, $"{use.Name} behind a point can call a function of that name, which is not allowed. Give the column another alias.");
    }

    private static string? Message(string[] name, GuardPolicy policy) => name switch
    {
        [var function] when IsShadowed(function, policy) =>
            BuiltInFunctions.IsAllowed(function) ? Shadowed(function, policy) : NotAllowed(function, policy),
        [var function] when BuiltInFunctions.IsAllowed(function) || policy.ExtraFunctions.Contains(function) => null,
        [var function] when ExtensionNames.HasFunction(function, policy) => null,
        ["pg_catalog", var function] when BuiltInFunctions.IsAllowed(function) => null,
        [var schema, var function] when schema == policy.Schema && !RelationCatalog.IsSystemSchema(schema) && policy.ExtraFunctions.Contains(function) => null,
        [var schema, var function] when !IsShadowed(function, policy) && ExtensionNames.HasFunction(function, policy, schema) => null,
        _ => NotAllowed(name[^1], policy),
    };

    private static string NotAllowed(string function, GuardPolicy policy) => Reason(function, policy)
        ?? $"The function {function} is not allowed. Use PostgreSQL's own functions for numbers, text, dates, JSON and aggregates, or ask an admin to allow it.";

    private static string? Reason(string function, GuardPolicy policy) =>
        policy.ClosedFunctions.GetValueOrDefault(function) ?? ExtensionNames.Advice("function", function, policy, known => known.Functions);

    private static string Shadowed(string function, GuardPolicy policy) => Reason(function, policy) ??
        $"The project has a function {function} of its own that could be meant. Ask an admin to allow it, or write pg_catalog.{function}.";

    /// <summary>
    /// pg_typeof gives a regtype. A string beside one (<c>= '16401'</c>, CASE, UNION) is read as a type's number or name, which
    /// tells the names of all tables. So it must become text at once, or be a column of the outermost SELECT.
    /// </summary>
    private static bool IsTypeShown(SqlNode call) => call.Parent switch
    {
        { Kind: "TypeCast" } cast => cast.Node("typeName")!.Names("names")[^1] is "text" or "varchar",
        { Kind: "ResTarget", Parent: { Kind: "SelectStmt", Parent: null } } => true,
        _ => false,
    };

    private static bool IsShadowed(string function, GuardPolicy policy) =>
        policy.Catalog?.ShadowingFunctions.Contains(function) == true && !policy.ExtraFunctions.Contains(function);

    private static bool IsRefusedAttribute(string name, GuardPolicy policy) =>
        !policy.ExtraFunctions.Contains(name) && (BuiltInFunctions.IsRefusedAttribute(name) || IsShadowed(name, policy));
}
