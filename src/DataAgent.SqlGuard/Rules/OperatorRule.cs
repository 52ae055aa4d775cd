using System.Collections.Frozen;
using DataAgent.SqlGuard.Names;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses operators that are not PostgreSQL's own: an operator calls a function.</summary>
internal sealed class OperatorRule : IGuardRule
{
    private static readonly FrozenSet<string> BuiltIn = TextResource.Words("Operators.txt").ToFrozenSet();

    public IEnumerable<Refusal> Check(SqlUnderReview sql)
    {
        foreach (var (node, name) in Uses(sql.Parsed))
            if (!IsAllowed(name, sql.Policy))
                yield return sql.Refuse(RefusalCode.OperatorNotAllowed, node, Message(name[^1], sql.Policy));
    }

    private static bool IsAllowed(string[] name, GuardPolicy policy) => name switch
    {
        [var plain] => policy.ExtraFunctions.Contains(plain)
            || ((BuiltIn.Contains(plain) || ExtensionNames.HasOperator(plain, policy)) && !IsShadowed(plain, policy)),
        ["pg_catalog", var builtIn] => BuiltIn.Contains(builtIn),
        [var schema, var plain] => ExtensionNames.HasOperator(plain, policy, schema) && !IsShadowed(plain, policy),
        _ => false,
    };

    private static bool IsShadowed(string name, GuardPolicy policy) => policy.Catalog?.ShadowingOperators.Contains(name) == true;

    private static string Message(string name, GuardPolicy policy) =>
        policy.ClosedFunctions.GetValueOrDefault(name) ?? ExtensionNames.Advice("operator", name, policy, known => known.Operators)
        ?? $"The operator {name} is not allowed. Use PostgreSQL's own operators, or ask an admin to allow it.";

    /// <summary>Also those that the text does not spell out: BETWEEN compares by &gt;= and &lt;=, CASE, IN and USING by =.</summary>
    private static IEnumerable<(SqlNode Node, string[] Name)> Uses(ParsedSql parsed)
    {
        foreach (var expression in parsed.All("A_Expr"))
        {
            if (expression.Text("kind")!.Contains("BETWEEN"))
            {
                yield return (expression, [">="]);
                yield return (expression, ["<="]);
            }
            else
                yield return (expression, expression.Names("name"));
        }

        foreach (var link in parsed.All("SubLink"))
            if (link.Has("operName"))
                yield return (link, link.Names("operName"));
            else if (link.Text("subLinkType") == "ANY_SUBLINK")
                yield return (link, ["="]);
        foreach (var sort in parsed.All("SortBy"))
            if (sort.Has("useOp"))
                yield return (sort, sort.Names("useOp"));
        foreach (var choice in parsed.All("CaseExpr"))
            if (choice.Has("arg"))
                yield return (choice, ["="]);
        foreach (var join in parsed.All("JoinExpr"))
            if (join.Has("usingClause") || join.Flag("isNatural"))
                yield return (join, ["="]);
    }
}
