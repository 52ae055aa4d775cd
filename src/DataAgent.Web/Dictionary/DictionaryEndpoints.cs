using DataAgent.Dictionary;
using DataAgent.SavedQueries;
using DataAgent.Queries;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;

namespace DataAgent.Web.Dictionary;

internal static class DictionaryEndpoints
{
    public static void MapDictionary(this RouteGroupBuilder project)
    {
        project.MapGet("/dictionary", (HttpContext http, DictionaryStore dictionaries, CancellationToken cancellationToken) =>
            DatabaseTrouble.AnswerAsync(async () => Results.Ok((await dictionaries.GetAsync(http.Member(), cancellationToken)).ToShow())));
        project.MapPost("/dictionary/refresh", (
            [Microsoft.AspNetCore.Mvc.FromQuery(Name = "dry_run")] bool? dryRun, HttpContext http, SchemaRefresh schema, CancellationToken cancellationToken) =>
            DatabaseTrouble.AnswerAsync(async () =>
            {
                var (refresh, broken) = await schema.RefreshAsync(http.Member(), save: dryRun != true, QueryDoor.Http, cancellationToken);
                return Results.Ok(new RefreshAnswer(
                    refresh.IsSaved, refresh.IsFirst, refresh.Dictionary.GeneratedAt, refresh.Dictionary.Tables.Count, refresh.Diff, broken));
            }));
        project.MapNotes();
    }

    private sealed record RefreshAnswer(bool Saved, bool First, DateTimeOffset GeneratedAt, int Tables, DictionaryDiff Changes, BrokenQueries BrokenQueries);
}
