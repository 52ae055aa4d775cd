using DataAgent.SqlGuard.Names;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses system columns and names that are no column.</summary>
/// <remarks>For <c>t.f</c> that is a matter of safety: where t has no column f, PostgreSQL calls the function f with the row.</remarks>
internal sealed class ColumnRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql)
    {
        foreach (var use in sql.Names.Columns)
        {
            if (use.Meaning == Meaning.SystemColumn)
                yield return sql.Refuse(RefusalCode.SystemColumn, use.Node, $"{use.Name} is a column of PostgreSQL's own. Use the columns of the table.");
            else if (use.Meaning == Meaning.UnknownItem)
                yield return sql.Refuse(RefusalCode.UnknownColumn, use.Node, $"Nothing in this FROM is called {Suggestion.Quoted(use.Item ?? use.Name)}. Name a table of the FROM clause, or its alias.");
            else if (use.Meaning == Meaning.Unknown)
                yield return sql.Refuse(RefusalCode.UnknownColumn, use.Node, Message(use));
        }
    }

    private static string Message(ColumnUse use)
    {
        var near = Suggestion.For(use.Name, use.Known.SelectMany(item => item.Columns ?? []));
        var where = use.Item is null ? "" : $" in {Suggestion.Quoted(use.Item)}";
        return $"There is no column {Suggestion.Quoted(use.Name)}{where}." + (near.Length > 0 ? near : " Look up the columns of the table.");
    }
}
