using System.Globalization;
using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Data;
using DataAgent.Dictionary;
using DataAgent.Exports;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.SqlGuard;
using DataAgent.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Queries;

/// <summary>The door for whole results: the same gate and the same read-only transaction as every query, streamed into a file.</summary>
public sealed class QueryExporter(
    Guard guard, DictionaryStore dictionaries, RoleChecks roles, ProjectPools pools, QueryTrail trail, QueryOptions options,
    IDbContextFactory<PlatformDbContext> database, ResultStore results, TimeProvider clock)
{
    private const string NotPermitted = "Exporting needs the role analyst or admin: a file leaves the platform. Copy what you see, or ask a project admin for the role.";

    private readonly QueryGate _gate = new(guard, dictionaries, roles);

    /// <summary>A kept result, asked for again without the limit of what is shown: it holds the rows of now.</summary>
    public async Task<ExportOutcome> ExportAsync(
        Member member, Guid resultId, ExportOptions file, QueryDoor from, ExportTarget target, CancellationToken cancellationToken)
    {
        // Before anything is said of the result; refused below, where it is audited.
        if (!member.MayRunSql)
            return await ExportAsync(member, new ExportRequest("", file, from), target, cancellationToken);
        if (await results.FindAsync(member, resultId, cancellationToken) is not { } table)
            return new ExportOutcome.NotFound();
        var (conversation, question) = await FindQuestionAsync(resultId, cancellationToken);
        var request = new ExportRequest(table.Sql, file, from)
        {
            ConversationId = conversation,
            Question = question,
            // A result that was whole a moment ago will hardly have outgrown the limit of exports.
            LooksAhead = table.Truncated && file.Format == ExportFormat.Csv,
        };
        return await ExportAsync(member, request, target, cancellationToken);
    }

    /// <exception cref="OperationCanceledException">The caller left: PostgreSQL was told, and the audit log has it.</exception>
    public async Task<ExportOutcome> ExportAsync(Member member, ExportRequest request, ExportTarget target, CancellationToken cancellationToken)
    {
        var (started, at) = (clock.GetTimestamp(), clock.GetUtcNow());
        var format = request.Options.Format;
        var maxRows = format == ExportFormat.Xlsx ? Math.Min(member.Project.MaxExportRows, XlsxWriter.MaxRows) : member.Project.MaxExportRows;
        var facts = new ExportFacts(member.Project.Name, request.Sql, request.Question, at);
        var sink = new ExportSink(request.Options, facts, isCut => target(new(FileName(member.Project, format, at, isCut == true ? maxRows : null), format.ContentType(), isCut)));
        var entry = QueryAudit.Begin(member, new QueryRequest(request.Sql, QueryDoor.Export, request.ConversationId), at);
        using var span = Spans.Query(member, entry);
        try
        {
            var outcome = await AttemptAsync(member, request, sink, maxRows, entry, cancellationToken);
            QueryAudit.End(entry, outcome, sink.Rows, $"{format.Word()}, {QueryAudit.Word(request.From)}", clock.GetElapsedTime(started));
            await trail.AddAsync(entry, null);
            return outcome;
        }
        catch (Exception e)
        {
            QueryAudit.Break(entry, isStopped: e is OperationCanceledException, clock.GetElapsedTime(started));
            entry.Rows = (int)sink.Rows;
            await trail.AddAsync(entry, null);
            throw;
        }
        finally
        {
            span.End(entry);
            Meters.Count(entry);
        }
    }

    private async Task<ExportOutcome> AttemptAsync(
        Member member, ExportRequest request, ExportSink sink, int maxRows, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return new ExportOutcome.No(new QueryOutcome.NotPermitted(NotPermitted), HasBegun: false);
        var (judged, no) = await _gate.PassAsync(member, request.Sql, cancellationToken);
        if (judged is null)
            return new ExportOutcome.No(no!, HasBegun: false);

        entry.Relations = [.. judged.Relations];
        var sent = clock.GetTimestamp();
        try
        {
            var reader = new ExportReader(pools, options);
            return new ExportOutcome.Done(
                await reader.ReadAsync(member.Project, judged, sink, maxRows, CutReason(member.Project, maxRows), request.LooksAhead, cancellationToken));
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e))
        {
            return new ExportOutcome.No(FailureAdvice.For(e, member.Project, request.Sql, judged.Text, clock.GetElapsedTime(sent)), sink.HasBegun);
        }
    }

    private static string CutReason(Project project, int maxRows) => maxRows < project.MaxExportRows
        ? $"an Excel sheet holds at most {maxRows.ToString("N0", CultureInfo.InvariantCulture)} rows"
        : $"the project exports at most {maxRows.ToString("N0", CultureInfo.InvariantCulture)} {(maxRows == 1 ? "row" : "rows")}";

    private static string FileName(Project project, ExportFormat format, DateTimeOffset at, int? firstRows) =>
        string.Create(CultureInfo.InvariantCulture, $"{project.Slug}-{at:yyyyMMdd-HHmmss}{(firstRows is { } rows ? $"-first-{rows}-rows" : "")}.{format.Word()}");

    /// <summary>The question that was open in the conversation when the result came.</summary>
    private async Task<(Guid? Conversation, string? Question)> FindQuestionAsync(Guid resultId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var result = await db.Results.AsNoTracking().Where(r => r.Id == resultId).Select(r => new { r.ConversationId, r.CreatedAt }).SingleAsync(cancellationToken);
        if (result.ConversationId is not { } conversation)
            return (null, null);
        var parts = await db.AgentMessages.AsNoTracking()
            .Where(m => m.ConversationId == conversation && m.Role == MessageRole.User && m.CreatedAt <= result.CreatedAt)
            .OrderByDescending(m => m.Seq).Select(m => m.Parts).FirstOrDefaultAsync(cancellationToken);
        var question = parts is null ? null : string.Join("\n", MessageJson.ReadParts(parts).OfType<TextPart>().Select(part => part.Text));
        return (conversation, question);
    }
}
