namespace DataAgent.Audit;

/// <summary>An entry as HTTP, the command line and exports write it.</summary>
public sealed record AuditText(
    Guid Id, DateTimeOffset At, string? Email, string? Address, string Door, string Action, string Outcome, string? Project, string? Sql,
    IReadOnlyList<string> Relations, int? Rows, long? DurationMs, string? Detail, IReadOnlyList<AuditChange>? Changes, Guid? ConversationId,
    string? Token)
{
    public static AuditText Of(AuditLine line)
    {
        var e = line.Entry;
        return new(
            e.Id, e.At, line.Email, e.Address, e.Door, e.Action, e.Outcome, line.Project, e.Sql,
            e.Relations, e.Rows, e.DurationMs, e.Detail, e.Changes, e.ConversationId, e.Token);
    }
}
