using System.Text;
using System.Text.Json;
using DataAgent.Audit;
using DataAgent.Projects;

namespace DataAgent.Queries;

/// <summary>The row each attempt leaves in the audit log.</summary>
internal static class QueryAudit
{
    // The guard judges no more than this.
    private const int MaxSqlLength = 32 * 1024;

    public static AuditEntry Begin(Member member, QueryRequest request, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        ProjectId = member.Project.Id,
        UserId = member.UserId,
        ConversationId = request.ConversationId,
        Action = "query",
        Door = Word(request.Door),
        Outcome = "begun",
        Address = CallerAddress.Current,
        Token = CallerToken.Current,
        Sql = Storable(request.Sql),
    };

    public static string Word(QueryDoor door) => JsonNamingPolicy.SnakeCaseLower.ConvertName(door.ToString());

    /// <param name="rows">Written, whether to the end or not.</param>
    /// <param name="what">The form of the file and where it was asked for.</param>
    public static void End(AuditEntry entry, ExportOutcome outcome, long rows, string what, TimeSpan duration)
    {
        entry.DurationMs = (long)duration.TotalMilliseconds;
        switch (outcome)
        {
            case ExportOutcome.Done done:
                (entry.Outcome, entry.Detail) = ("ran", done.End.CutReason is { } reason ? $"{what}: {reason}" : what);
                break;
            case ExportOutcome.No no:
                End(entry, no.Why, duration);
                entry.Detail = $"{what}: {entry.Detail}";
                break;
        }

        entry.Rows = outcome is ExportOutcome.No { HasBegun: false } ? null : (int)rows;
    }

    /// <summary>Stopped by the caller, or our own code broke on the way.</summary>
    public static void Break(AuditEntry entry, bool isStopped, TimeSpan duration)
    {
        (entry.Outcome, entry.Detail, entry.Rows) = isStopped ? ("stopped", null, null) : ("failed", "internal error", (int?)null);
        entry.DurationMs = (long)duration.TotalMilliseconds;
    }

    public static void End(AuditEntry entry, QueryOutcome outcome, TimeSpan duration)
    {
        entry.DurationMs = (long)duration.TotalMilliseconds;
        switch (outcome)
        {
            case QueryOutcome.Ran ran:
                (entry.Outcome, entry.Detail, entry.Rows) = ("ran", ran.Table.CutReason, ran.Table.Rows.Count);
                break;
            case QueryOutcome.NotPermitted:
                (entry.Outcome, entry.Detail) = ("refused", "role");
                break;
            case QueryOutcome.RoleNotAccepted no:
                (entry.Outcome, entry.Detail) = ("refused", $"database role: {string.Join(", ", no.Standing.Findings.Select(f => f.Name))}");
                break;
            case QueryOutcome.Refused refused:
                (entry.Outcome, entry.Detail) = ("refused", string.Join(", ", refused.Reasons.Select(r => r.Code).Distinct()));
                break;
            case QueryOutcome.Failed failed:
                // Not the advice: it may quote a value of the data.
                (entry.Outcome, entry.Detail) = ("failed", failed.SqlState ?? "no connection");
                break;
        }
    }

    /// <summary>Our own database takes neither NUL nor half a character, and whoever sends megabytes gets the start of them kept.</summary>
    private static string Storable(string sql)
    {
        var start = sql.Length <= MaxSqlLength ? sql : sql[..MaxSqlLength] + "…";
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(start)).Replace("\0", "");
    }
}
