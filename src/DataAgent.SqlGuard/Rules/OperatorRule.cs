using System.Collections.Frozen;
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
                yield return sql.Refuse(RefusalCode.OperatorNotAllowed, node, $"The operator {name[^1]} is not allowed. Use PostgreSQL's own operators, or ask an admin to allow it.");
    }

    private static bool IsAllowed(string[] name, GuardPolicy policy) => name switch
    {
        [var plain] => policy.ExtraFunctions.Contains(plain) || (BuiltIn.Contains(plain) && policy.Catalog?.ShadowingOperators.Contains(plain) != true),
        ["pg_catalog", var builtIn] => BuiltIn.Contains(builtIn),
        _ => false,
    };

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
