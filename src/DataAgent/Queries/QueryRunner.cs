using DataAgent.Audit;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.SqlGuard;
using DataAgent.Telemetry;

namespace DataAgent.Queries;

/// <summary>The only door to customers' data: whoever asks, by whatever way, the guard judges, the role only reads, and the audit log knows.</summary>
public sealed class QueryRunner(
    Guard guard, DictionaryStore dictionaries, RoleChecks roles, ProjectPools pools, QueryTrail trail, QueryOptions options, TimeProvider clock)
{
    private readonly QueryGate _gate = new(guard, dictionaries, roles);
    private readonly ReadOnlyReader _reader = new(pools, options);

    /// <exception cref="OperationCanceledException">The caller stopped it: PostgreSQL was told, and the audit log has it.</exception>
    public async Task<QueryOutcome> RunAsync(Member member, QueryRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var entry = QueryAudit.Begin(member, request, clock.GetUtcNow());
        using var span = Spans.Query(member, entry);
        try
        {
            var outcome = await AttemptAsync(member, request, entry, cancellationToken);
            QueryAudit.End(entry, outcome, clock.GetElapsedTime(started));
            await trail.AddAsync(entry, outcome is QueryOutcome.Ran ran ? new NewResult(ran.ResultId, member, request.ConversationId, ran.Table) : null);
            return outcome;
        }
        catch (Exception e)
        {
            // Also after a stop: the log must not depend on the caller's patience.
            QueryAudit.Break(entry, isStopped: e is OperationCanceledException, clock.GetElapsedTime(started));
            await trail.AddAsync(entry, null);
            throw;
        }
        finally
        {
            span.End(entry);
            Meters.Count(entry);
        }
    }

    /// <summary>What the guard says of a text that is not to run now; null: it may, or the database cannot be asked.</summary>
    internal async Task<string?> FindRefusalAsync(Member member, string sql, CancellationToken cancellationToken) =>
        (await _gate.JudgeAsync(member, sql, cancellationToken)).No is QueryOutcome.Refused refused ? refused.Reasons[0].Message : null;

    private static QueryOutcome InGivenText(QueryOutcome no, BoundText? bound) => no is QueryOutcome.Refused refused && bound is not null
        ? new QueryOutcome.Refused([.. refused.Reasons.Select(r => r with { Position = bound.ToGiven(r.Position) })])
        : no;

    private async Task<QueryOutcome> AttemptAsync(Member member, QueryRequest request, AuditEntry entry, CancellationToken cancellationToken)
    {
        // A viewer asks in words: there the agent writes the SQL.
        if (request.Door != QueryDoor.Chat && !member.MayRunSql)
            return new QueryOutcome.NotPermitted("Running SQL of your own needs the role analyst or admin. Ask the question in words, or ask a project admin for the role.");

        var (judged, no) = await _gate.PassAsync(member, request.Bound?.Judged ?? request.Sql, cancellationToken);
        if (judged is null)
            return InGivenText(no!, request.Bound);
        if (request.Bound is { } bound)
            judged = judged with { Text = bound.Sent(judged.Text), Values = bound.Values };

        entry.Relations = [.. judged.Relations];
        var sent = clock.GetTimestamp();
        Reading reading;
        try
        {
            reading = await _reader.ReadAsync(member.Project, judged, cancellationToken);
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e))
        {
            return FailureAdvice.For(e, member.Project, request.Sql, judged.Text, clock.GetElapsedTime(sent));
        }

        var (rows, cutReason) = (reading.Read.Rows, reading.Read.CutReason);
        var table = new ResultTable(request.Bound?.Kept ?? judged.Text, reading.Columns, rows, cutReason is not null, clock.GetElapsedTime(sent))
        {
            Relations = judged.Relations,
            RanAt = entry.At,
            CutReason = cutReason,
        };
        return new QueryOutcome.Ran(Guid.CreateVersion7(entry.At), table);
    }
}
