using DataAgent.Dictionary;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Tokens;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Dictionary;

internal static class DictionaryEndpoints
{
    public static void MapDictionary(this RouteGroupBuilder project)
    {
        project.MapGet("/dictionary", (HttpContext http, DictionaryStore dictionaries, CancellationToken cancellationToken) =>
            DatabaseTrouble.AnswerAsync(async () => Results.Ok((await dictionaries.GetAsync(http.Member(), cancellationToken)).ToShow())))
            .Needs(TokenScope.Read).Gives<DataDictionary>("Show what the schema holds", 200, 503);
        project.MapPost("/dictionary/refresh", (
            [Microsoft.AspNetCore.Mvc.FromQuery(Name = "dry_run")] bool? dryRun, HttpContext http, SchemaRefresh schema, CancellationToken cancellationToken) =>
            DatabaseTrouble.AnswerAsync(async () =>
            {
                var (refresh, broken) = await schema.RefreshAsync(http.Member(), save: dryRun != true, QueryDoor.Http, cancellationToken);
                return Results.Ok(new RefreshAnswer(
                    refresh.IsSaved, refresh.IsFirst, refresh.Dictionary.GeneratedAt, refresh.Dictionary.Tables.Count, refresh.Diff, broken));
            }))
            .Needs(TokenScope.Manage).Gives<RefreshAnswer>("Read the schema anew and tell what changed", 200, 503);
        project.MapNotes();
    }

    private sealed record RefreshAnswer(bool Saved, bool First, DateTimeOffset GeneratedAt, int Tables, DictionaryDiff Changes, BrokenQueries BrokenQueries);
}
