using System.Globalization;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Tokens;
using DataAgent.Web.Projects;
using DataAgent.Web.Queries;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace DataAgent.Web.SavedQueries;

internal static class SavedQueryEndpoints
{
    public static void MapSavedQueries(this RouteGroupBuilder project)
    {
        var queries = project.MapGroup("/saved-queries");
        // Before a body or a version is looked at: whoever may not come in is told that, and nothing else.
        queries.AddEndpointFilter(async (context, next) =>
            context.HttpContext.Member().MayRunSql ? await next(context) : Answer(context.HttpContext, SavedQueryStore.NeedsAnalyst));
        queries.MapGet("/", async (HttpContext http, SavedQueryStore store, CancellationToken cancellationToken) =>
            Answer(http, await store.ListAsync(http.Member(), cancellationToken)))
            .Needs(TokenScope.Read).Gives<QueryText[]>("List saved queries: one's own, and those that are shared");
        queries.MapPost("/", async (DraftText body, HttpContext http, SavedQueryStore store, CancellationToken cancellationToken) =>
            body.Read() is { } draft ? Answer(http, await store.AddAsync(http.Member(), draft, QueryDoor.Http, cancellationToken)) : UnknownType())
            .Needs(TokenScope.Ask).Gives<QueryText>("Save a query", 200, 400);
        queries.MapGet("/{id:guid}", async (Guid id, HttpContext http, SavedQueryStore store, CancellationToken cancellationToken) =>
            Answer(http, await store.FindAsync(http.Member(), id, cancellationToken)))
            .Needs(TokenScope.Read).Gives<QueryText>("Show a saved query, whose version is the ETag");
        queries.MapGet("/{id:guid}/versions", async (Guid id, HttpContext http, SavedQueryStore store, CancellationToken cancellationToken) =>
            await store.ListVersionsAsync(http.Member(), id, cancellationToken) is { } versions
                ? Results.Ok(versions.Select(v => new VersionText(v.Version, v.Name, v.Description, v.Sql, ParameterText.Of(v.Parameters), v.At)))
                : Problems.NotFound("saved query"))
            .Needs(TokenScope.Read).Gives<VersionText[]>("List the versions of a saved query");
        queries.MapPut("/{id:guid}", async (
            Guid id, DraftText body, [FromHeader(Name = "If-Match")] string? version, HttpContext http, SavedQueryStore store, CancellationToken cancellationToken) =>
        {
            if (!int.TryParse(version?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return Problems.VersionNeeded("Send the ETag of the version you changed in If-Match, so that nobody's change is lost.");
            return body.Read() is { } draft ? Answer(http, await store.EditAsync(http.Member(), id, number, draft, QueryDoor.Http, cancellationToken)) : UnknownType();
        })
            .Needs(TokenScope.Ask).Gives<QueryText>("Change a saved query, of the version in If-Match", 200, 400, 412, 428);
        queries.MapDelete("/{id:guid}", async (Guid id, HttpContext http, SavedQueryStore store, CancellationToken cancellationToken) =>
            Answer(http, await store.RemoveAsync(http.Member(), id, QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Ask).GivesNothing("Remove a saved query");
        queries.MapPost("/{id:guid}/run", async (Guid id, RunText body, HttpContext http, SavedQueryStore store, CancellationToken cancellationToken) =>
            Answer(http, await store.RunAsync(http.Member(), id, body.Parameters ?? [], cancellationToken)))
            .Needs(TokenScope.Ask).Gives<TableAnswer>("Run a saved query with values for its parameters", 200, 400, 422);
    }

    private static IResult Answer(HttpContext http, SavedQueryOutcome outcome)
    {
        switch (outcome)
        {
            case SavedQueryOutcome.Found found:
                http.Response.Headers.ETag = $"\"{found.Query.Version}\"";
                return Results.Ok(QueryText.Of(found.Query));
            case SavedQueryOutcome.Listed listed:
                return Results.Ok(listed.Queries.Select(QueryText.Of));
            case SavedQueryOutcome.Removed:
                return Results.NoContent();
            case SavedQueryOutcome.Ran { Query: QueryOutcome.Ran ran }:
                return Results.Ok(TableAnswer.Of(ran.ResultId, ran.Table));
            case SavedQueryOutcome.Ran ran:
                return Problems.Of(ran.Query);
            case SavedQueryOutcome.NotPermitted no:
                return Problems.NotPermitted(no.Advice);
            case SavedQueryOutcome.NotFound:
                return Problems.NotFound("saved query");
            case SavedQueryOutcome.Invalid invalid:
                return Problems.Invalid(invalid.Errors);
            case SavedQueryOutcome.Changed changed:
                http.Response.Headers.ETag = $"\"{changed.Version}\"";
                return Problems.Changed(changed.Advice);
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private static IResult UnknownType() => Problems.Invalid("A parameter is {\"name\": \"since\", \"type\": \"date\"}; its type is text, integer, number, date or boolean.");

    private sealed record RunText(Dictionary<string, string?>? Parameters);

    private sealed record ParameterText(string? Name, string? Type)
    {
        public static IEnumerable<ParameterText> Of(IEnumerable<QueryParameter> parameters) => parameters.Select(p => new ParameterText(p.Name, p.Type.ToString().ToLowerInvariant()));
    }

    private sealed record VersionText(
        int Version, string Name, string Description, string Sql, IEnumerable<ParameterText> Parameters, DateTimeOffset At);

    private sealed record DraftText(string? Name, string? Sql, string? Description, List<ParameterText>? Parameters, bool? Shared)
    {
        /// <summary>Null: a parameter is none.</summary>
        public SavedQueryDraft? Read()
        {
            List<QueryParameter> parameters = [];
            foreach (var given in Parameters ?? [])
            {
                if (QueryParameter.Find(given?.Name, given?.Type) is not { } parameter)
                    return null;
                parameters.Add(parameter);
            }

            return new(Name ?? "", Sql ?? "") { Description = Description ?? "", Parameters = parameters, IsShared = Shared ?? false };
        }
    }

    /// <param name="Refusal">Why it no longer fits the schema; null: it does.</param>
    private sealed record QueryText(
        Guid Id, string Name, string Description, string Sql, IEnumerable<ParameterText> Parameters, bool Shared, bool Mine, string Owner, int Version,
        DateTimeOffset UpdatedAt, string? Refusal)
    {
        public static QueryText Of(SavedQueryView q) =>
            new(q.Id, q.Name, q.Description, q.Sql, ParameterText.Of(q.Parameters), q.IsShared, q.IsMine, q.Owner, q.Version, q.UpdatedAt, q.Refusal);
    }
}
