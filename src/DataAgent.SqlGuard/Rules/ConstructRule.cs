using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses what the grammar table does not list, and names in places that the name resolver does not know.</summary>
/// <remarks>So that a newer parser, or a construct nobody thought of, can only refuse more.</remarks>
internal sealed class ConstructRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql)
    {
        if (sql.Parsed.Statements is not [{ Node.Kind: "SelectStmt" }])
            yield break;

        foreach (var (node, field) in sql.Parsed.Unlisted)
            if (field is not ("intoClause" or "lockingClause") && node.Parent is not { Kind: "CommonTableExpr" })
                yield return sql.Refuse(RefusalCode.NotAllowedConstruct, node, Message(node.Kind, field));

        foreach (var name in sql.All("RangeVar").Concat(sql.All("ColumnRef")))
            if (!sql.Names.Seen.Contains(name))
                yield return sql.Refuse(RefusalCode.NotAllowedConstruct, name, "A name is not allowed at this place. Write it in an ordinary SELECT.");
    }

    private static string Message(string kind, string? field) => (kind, field) switch
    {
        ("RangeTableFunc", _) => "XMLTABLE is not allowed. Read the XML as text, or keep such data as JSON.",
        ("SetToDefault", _) => "DEFAULT stands for nothing in a SELECT. Write the value.",
        ("TypeName", _) => "SETOF and %TYPE are not allowed in a SELECT. Name the type itself.",
        _ => "This construct is not allowed here. Write it with joins, subqueries, aggregates and window functions.",
    };
}
