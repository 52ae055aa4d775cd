using System.Globalization;
using DataAgent.Exports;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.Net.Http.Headers;

namespace DataAgent.Web.Queries;

/// <summary>Whole results as files, streamed from PostgreSQL to whoever asked.</summary>
internal static class ExportEndpoints
{
    private const string Truncated = "X-Export-Truncated", Rows = "X-Export-Rows";

    private static readonly string[] Types = [.. Enum.GetValues<ExportFormat>().Select(format => format.ContentType().Split(';')[0])];

    public static void MapExports(this RouteGroupBuilder project)
    {
        project.MapGet("/results/{id:guid}/export", async (
            Guid id, string? format, bool? bom, bool? guard_formulas, HttpContext http, QueryExporter exporter, CancellationToken cancellationToken) =>
            Options(format, bom, guard_formulas) is { } file
                ? Finish(http, await exporter.ExportAsync(
                    http.Member(), id, file, http.Bearer() is null ? QueryDoor.Page : QueryDoor.Http, start => Open(http, start), cancellationToken))
                : UnknownFormat())
            .Needs(TokenScope.Ask).GivesFile("Run the query of a result again and download all its rows", Types, 400, 422);
        project.MapPost("/export", async (ExportText body, HttpContext http, QueryExporter exporter, CancellationToken cancellationToken) =>
        {
            if (string.IsNullOrWhiteSpace(body.Sql))
                return Problems.Invalid("Send the SQL as {\"sql\": \"select …\", \"format\": \"csv\"}.");
            if (Options(body.Format, body.Bom, body.GuardFormulas) is not { } file)
                return UnknownFormat();
            var request = new ExportRequest(body.Sql, file, QueryDoor.Http) { LooksAhead = file.Format == ExportFormat.Csv };
            return Finish(http, await exporter.ExportAsync(http.Member(), request, start => Open(http, start), cancellationToken));
        })
            .Needs(TokenScope.Ask).GivesFile("Run a query and download all its rows", Types, 400, 422);
    }

    private static ExportOptions? Options(string? format, bool? bom, bool? guard) => ExportFormats.Find(format) is { } known
        ? new ExportOptions(known) { WithByteOrderMark = bom ?? false, GuardsFormulas = guard ?? true }
        : null;

    private static IResult UnknownFormat() => Problems.Invalid("Choose a format: csv, xlsx or jsonl.");

    private static System.IO.Pipelines.PipeWriter Open(HttpContext http, ExportStart start)
    {
        var response = http.Response;
        response.ContentType = start.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = start.FileName }.ToString();
        if (start.IsCut is { } isCut)
            response.Headers[Truncated] = isCut ? "true" : "false";
        if (response.SupportsTrailers())
            response.DeclareTrailer(Rows);
        return response.BodyWriter;
    }

    private static IResult Finish(HttpContext http, ExportOutcome outcome)
    {
        switch (outcome)
        {
            case ExportOutcome.Done done:
                if (http.Response.SupportsTrailers())
                    http.Response.AppendTrailer(Rows, done.End.Rows.ToString(CultureInfo.InvariantCulture));
                return Results.Empty;
            case ExportOutcome.NotFound:
                return Problems.NotFound("result");
            case ExportOutcome.No { HasBegun: true }:
                // A broken transfer, so that nobody takes the part for the whole.
                http.Abort();
                return Results.Empty;
            case ExportOutcome.No no:
                return Problems.Of(no.Why);
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private sealed record ExportText(string? Sql, string? Format, bool? Bom, bool? GuardFormulas);
}
