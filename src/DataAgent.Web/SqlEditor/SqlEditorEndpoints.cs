using DataAgent.Dictionary;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Dictionary;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.SqlEditor;

internal static class SqlEditorEndpoints
{
    public static void MapSqlEditor(this RouteGroupBuilder project) =>
        project.MapGet("/sql/vocabulary", (HttpContext http, DictionaryStore dictionaries, CancellationToken cancellationToken) =>
            DatabaseTrouble.AnswerAsync(async () => await SqlVocabulary.FindAsync(http.Member(), dictionaries, cancellationToken) is { } words
                ? Results.Ok(Answer(words))
                : Problems.NotPermitted("The SQL editor needs the role analyst or admin. Ask the question in words, or ask a project admin for the role.")))
            .Needs(TokenScope.Read).Gives<VocabularyAnswer>("List the names that the SQL editor completes", 200, 503);

    private static VocabularyAnswer Answer(SqlVocabulary words) => new(
        words.Tables.Select(t => new TableWords(t.Name, About(t), t.Columns.Select(c => new ColumnWords(c.Name, c.Type)))), words.Functions);

    /// <summary>Beside the name in a list: short.</summary>
    private static string About(TableInfo table) =>
        table.Note?.IsDoNotUse == true ? "do not use" : table.Kind == TableKind.View ? "view" : table.Kind == TableKind.MaterializedView ? "materialized view" : "table";

    private sealed record VocabularyAnswer(IEnumerable<TableWords> Tables, IReadOnlyList<string> Functions);

    private sealed record TableWords(string Name, string About, IEnumerable<ColumnWords> Columns);

    private sealed record ColumnWords(string Name, string Type);
}
