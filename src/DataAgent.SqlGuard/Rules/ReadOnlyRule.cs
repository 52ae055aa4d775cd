using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses whatever is not a plain SELECT: other statements, also inside WITH, SELECT INTO and row locks.</summary>
internal sealed class ReadOnlyRule : IGuardRule
{
    private const string Writes = "Only reading is possible here: write a SELECT that shows what you want to know.";

    public IEnumerable<Refusal> Check(SqlUnderReview sql)
    {
        foreach (var statement in sql.Parsed.Statements)
            if (statement.Node.Kind != "SelectStmt")
                yield return new Refusal(RefusalCode.NotReadOnly, Message(statement.Node.Kind), TextPositions.FromByteOffset(sql.Parsed.Text, statement.Start));

        foreach (var cte in sql.All("CommonTableExpr"))
            if (cte.Node("ctequery") is not { Kind: "SelectStmt" })
                yield return sql.Refuse(RefusalCode.NotReadOnly, cte, $"WITH may only hold SELECT statements. {Writes}");

        foreach (var (node, field) in sql.Parsed.Unlisted)
        {
            if (field == "intoClause")
                yield return sql.Refuse(RefusalCode.NotReadOnly, node, "SELECT INTO makes a table. Leave INTO out; the result is kept with the answer.");
            else if (field == "lockingClause")
                yield return sql.Refuse(RefusalCode.NotReadOnly, node, "FOR UPDATE and FOR SHARE lock rows. Leave them out.");
        }
    }

    private static string Message(string kind) => kind switch
    {
        "ExplainStmt" => "EXPLAIN is not available here. Send the SELECT itself.",
        "CopyStmt" => "COPY is not available here. Send the SELECT; its result can be exported.",
        "VariableShowStmt" or "VariableSetStmt" => "Settings can be neither read nor changed here. Send a SELECT.",
        "TransactionStmt" => "Every query runs in a transaction of its own. Send only the SELECT.",
        _ => Writes,
    };
}
