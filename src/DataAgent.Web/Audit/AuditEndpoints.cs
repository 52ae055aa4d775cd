using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Tokens;
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

    private static readonly string[] Types = ["text/csv", "application/jsonl"];

    public static void MapAudit(this RouteGroupBuilder project)
    {
        project.MapGet("/audit", async ([AsParameters] AuditQuery query, HttpContext http, AuditLog log, UserDirectory users, CancellationToken cancellationToken) =>
            Refusal(http.Member(), query) ?? Page(http, await log.ListAsync(http.Member(), await query.FilterAsync(users, cancellationToken), query.Cursor, cancellationToken)))
            .Needs(TokenScope.Manage).Gives<EntriesAnswer>("List entries of the project's audit log", 200, 400);
        project.MapGet("/audit/export", async (
            [AsParameters] AuditQuery query, string? format, HttpContext http, AuditLog log, UserDirectory users, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            if (Refusal(http.Member(), query) is { } refusal)
                return refusal;
            var lines = log.ExportAsync(http.Member(), await query.FilterAsync(users, cancellationToken), QueryDoor.Http, cancellationToken);
            return await WriteAsync(http, lines, format, $"{http.Member().Project.Slug}-audit-{clock.GetUtcNow():yyyyMMdd-HHmmss}", cancellationToken);
        })
            .Needs(TokenScope.Manage).GivesFile("Download the project's audit log", Types, 400);
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
            return Results.Ok(new ConversationsAnswer(page.Conversations, page.Next?.ToString()));
        })
            .Needs(TokenScope.Manage).Gives<ConversationsAnswer>("List everybody's conversations", 200, 400);
    }

    public static void MapPlatformAudit(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/audit", async ([AsParameters] AuditQuery query, HttpContext http, AuditLog log, UserDirectory users, CancellationToken cancellationToken) =>
        {
            var user = await FindAsync(http, users, cancellationToken);
            return Refusal(user, query) ?? Page(http, await log.ListAsync(user!, await query.FilterAsync(users, cancellationToken), query.Cursor, cancellationToken));
        })
            .NeedsForPlatform(TokenScope.Manage).Gives<EntriesAnswer>("List entries of the platform's audit log", 200, 400);
        app.MapGet("/api/v1/audit/export", async (
            [AsParameters] AuditQuery query, string? format, HttpContext http, AuditLog log, UserDirectory users, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            var user = await FindAsync(http, users, cancellationToken);
            if (Refusal(user, query) is { } refusal)
                return refusal;
            var lines = log.ExportAsync(user!, await query.FilterAsync(users, cancellationToken), QueryDoor.Http, cancellationToken);
            return await WriteAsync(http, lines, format, $"audit-{clock.GetUtcNow():yyyyMMdd-HHmmss}", cancellationToken);
        })
            .NeedsForPlatform(TokenScope.Manage).GivesFile("Download the platform's audit log", Types, 400);
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
        return Results.Ok(new EntriesAnswer(page.Lines.Select(AuditText.Of), page.Next?.ToString(), page.SearchedUntil));
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

    /// <param name="Next">Where the next page begins; null: there is none.</param>
    /// <param name="SearchedUntil">How far back was looked, when a search paused.</param>
    private sealed record EntriesAnswer(IEnumerable<AuditText> Entries, string? Next, DateTimeOffset? SearchedUntil);

    private sealed record ConversationsAnswer(IEnumerable<MemberConversation> Conversations, string? Next);
}
