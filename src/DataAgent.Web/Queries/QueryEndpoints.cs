using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Queries;

internal static class QueryEndpoints
{
    public static void MapQueries(this RouteGroupBuilder project)
    {
        project.MapGet("/results/{id:guid}", async (Guid id, HttpContext http, ResultStore results, CancellationToken cancellationToken) =>
        {
            if (await results.FindAsync(http.Member(), id, cancellationToken) is not { } table)
                return Problems.NotFound("result");
            // A stored result never changes.
            http.Response.Headers.CacheControl = "private, max-age=3600";
            return Results.Ok(TableAnswer.Of(id, table));
        })
            .Needs(TokenScope.Read).Gives<TableAnswer>("Show a table that a query of the person gave");
        project.MapPost("/query", async (SqlText body, HttpContext http, QueryRunner runner, CancellationToken cancellationToken) =>
            string.IsNullOrWhiteSpace(body.Sql)
                ? Problems.Invalid("Send the SQL as {\"sql\": \"select …\"}.")
                : await runner.RunAsync(http.Member(), new QueryRequest(body.Sql, QueryDoor.Http), cancellationToken) switch
                {
                    QueryOutcome.Ran ran => Results.Ok(TableAnswer.Of(ran.ResultId, ran.Table)),
                    var no => Problems.Of(no),
                })
            .Needs(TokenScope.Ask).Gives<TableAnswer>("Run a query", 200, 400, 422);
    }

    private sealed record SqlText(string? Sql);
}
