using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses text that holds no statement, or more than one.</summary>
/// <remarks>The driver would run all of them, and the other rules judge each statement alone.</remarks>
internal sealed class OneStatementRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql) => sql.Parsed.Statements switch
    {
        [] => [new Refusal(RefusalCode.Empty, "There is no statement here. Write one SELECT.", -1)],
        [_, var second, ..] => [new Refusal(RefusalCode.SeveralStatements, "Send one statement at a time.", Start(sql.Parsed, second))],
        _ => [],
    };

    /// <summary>PostgreSQL counts the blanks after the semicolon as part of the statement.</summary>
    private static int Start(ParsedSql parsed, Statement statement)
    {
        var position = TextPositions.FromByteOffset(parsed.Text, statement.Start);
        while (position < parsed.Text.Length && char.IsWhiteSpace(parsed.Text[position]))
            position++;
        return position;
    }
}
