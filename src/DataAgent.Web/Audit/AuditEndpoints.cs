using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.Net.Http.Headers;

namespace DataAgent.Web.Audit;

/// <summary>The audit log of a project for its admins, and that of the platform for its administrators.</summary>
internal static class AuditEndpoints
{
    private const string NotAnAdmin = "Only an admin of the project sees its audit log.";
    private const string NotAnAdministrator = "Only a platform administrator sees the platform's audit log.";

    public static void MapAudit(this RouteGroupBuilder project)
    {
        project.MapGet("/audit", async ([AsParameters] AuditQuery query, HttpContext http, AuditLog log, UserDirectory users, CancellationToken cancellationToken) =>
            Refusal(http.Member(), query) ?? Page(http, await log.ListAsync(http.Member(), await query.FilterAsync(users, cancellationToken), query.Cursor, cancellationToken)));
        project.MapGet("/audit/export", async (
            [AsParameters] AuditQuery query, string? format, HttpContext http, AuditLog log, UserDirectory users, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            if (Refusal(http.Member(), query) is { } refusal)
                return refusal;
            var lines = log.ExportAsync(http.Member(), await query.FilterAsync(users, cancellationToken), QueryDoor.Http, cancellationToken);
            return await WriteAsync(http, lines, format, $"{http.Member().Project.Slug}-audit-{clock.GetUtcNow():yyyyMMdd-HHmmss}", cancellationToken);
        });
        project.MapGet("/audit/conversations", async (
            string? person, string? text, string? after, HttpContext http, ConversationStore store, UserDirectory users, CancellationToken cancellationToken) =>
        {
            if (http.Member().Role != Role.Admin)
                return Problems.NotPermitted(NotAnAdmin);
            var query = new AuditQuery(person, null, null, null, null, null, text, after);
            if (query.Problem is { } problem)
                return Problems.Invalid(problem);
            var filter = await query.FilterAsync(users, cancellationToken);
            var page = await store.ListAllAsync(http.Member(), filter.UserId, filter.Text, query.Cursor, cancellationToken);
            return Results.Ok(new { page.Conversations, Next = page.Next?.ToString() });
        });
    }

    public static void MapPlatformAudit(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/audit", async ([AsParameters] AuditQuery query, HttpContext http, AuditLog log, UserDirectory users, CancellationToken cancellationToken) =>
        {
            var user = await FindAsync(http, users, cancellationToken);
            return Refusal(user, query) ?? Page(http, await log.ListAsync(user!, await query.FilterAsync(users, cancellationToken), query.Cursor, cancellationToken));
        });
        app.MapGet("/api/v1/audit/export", async (
            [AsParameters] AuditQuery query, string? format, HttpContext http, AuditLog log, UserDirectory users, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            var user = await FindAsync(http, users, cancellationToken);
            if (Refusal(user, query) is { } refusal)
                return refusal;
            var lines = log.ExportAsync(user!, await query.FilterAsync(users, cancellationToken), QueryDoor.Http, cancellationToken);
            return await WriteAsync(http, lines, format, $"audit-{clock.GetUtcNow():yyyyMMdd-HHmmss}", cancellationToken);
        });
    }

    private static Task<User?> FindAsync(HttpContext http, UserDirectory users, CancellationToken cancellationToken) =>
        users.FindByIdAsync(http.User.GetUserId(), cancellationToken);

    private static IResult? Refusal(Member member, AuditQuery query) =>
        member.Role != Role.Admin ? Problems.NotPermitted(NotAnAdmin) : query.Problem is { } problem ? Problems.Invalid(problem) : null;

    private static IResult? Refusal(User? user, AuditQuery query) =>
        user is not { IsPlatformAdministrator: true, DisabledAt: null } ? Problems.NotPermitted(NotAnAdministrator)
        : query.Problem is { } problem ? Problems.Invalid(problem) : null;

    private static IResult Page(HttpContext http, AuditPage page)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new { Entries = page.Lines.Select(AuditText.Of), Next = page.Next?.ToString(), page.SearchedUntil });
    }

    private static async Task<IResult> WriteAsync(
        HttpContext http, IAsyncEnumerable<AuditLine> lines, string? format, string name, CancellationToken cancellationToken)
    {
        if (format is not ("csv" or "jsonl"))
            return Problems.Invalid("Choose a format: csv or jsonl.");
        var response = http.Response;
        response.ContentType = format == "csv" ? "text/csv; charset=utf-8; header=present" : "application/jsonl; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{name}.{format}" }.ToString();
        await AuditFile.WriteAsync(lines, format == "csv", response.BodyWriter, cancellationToken);
        return Results.Empty;
    }
}
