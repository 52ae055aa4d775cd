using DataAgent.SqlGuard.Names;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses tables that the project may not see. A hidden table and one that does not exist look alike.</summary>
internal sealed class RelationRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql)
    {
        foreach (var use in sql.Names.Relations)
        {
            var (code, message) = Judge(use, sql);
            if (message is not null)
                yield return sql.Refuse(code, use.Node, message);
        }
    }

    private static (RefusalCode Code, string? Message) Judge(RelationUse use, SqlUnderReview sql)
    {
        var schema = sql.Policy.Schema;
        return sql.Catalog.Judge(use) switch
        {
            RelationJudgement.Visible => default,
            RelationJudgement.System => (RefusalCode.SystemCatalog,
                "System catalogs cannot be read here. The data dictionary describes the tables and columns of this project."),
            RelationJudgement.OtherDatabase => (RefusalCode.OtherSchema, $"Another database cannot be read. Name the table alone, or with the schema {Suggestion.Quoted(schema)}."),
            RelationJudgement.OtherSchema => (RefusalCode.OtherSchema, $"Only the schema {Suggestion.Quoted(schema)} can be read." + Suggestion.For(use.Name, sql.Catalog.VisibleNames)),
            RelationJudgement.Hidden => (RefusalCode.HiddenRelation, $"The table {Suggestion.Quoted(use.Name)} is not open to this project." + Near(use, sql, "Use one of its own tables.")),
            RelationJudgement.ShowsHidden => (RefusalCode.HiddenRelation, ShowsHidden(use, sql)),
            _ => (RefusalCode.UnknownRelation, $"There is no table {Suggestion.Quoted(use.Name)} here." + Near(use, sql, "Look up the tables of this project.")),
        };
    }

    private static string ShowsHidden(RelationUse use, SqlUnderReview sql) => sql.Catalog.IsPartitioned(use.Name)
        ? $"Parts of the table {Suggestion.Quoted(use.Name)} are not open to this project, so it cannot be read as a whole. Read those of its parts that are."
        : $"The table {Suggestion.Quoted(use.Name)} also shows rows of tables that are not open to this project. Write ONLY {Suggestion.Quoted(use.Name)} to read its own rows alone.";

    private static string Near(RelationUse use, SqlUnderReview sql, string otherwise) =>
        Suggestion.For(use.Name, sql.Catalog.VisibleNames) is { Length: > 0 } near ? near : " " + otherwise;
}
