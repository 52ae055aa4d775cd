using DataAgent.Audit;
using DataAgent.Queries;

namespace DataAgent.Projects;

/// <summary>Rows of the audit log about people and projects, written in the transaction of the change they tell of.</summary>
internal static class ProjectAudit
{
    /// <param name="detail">What changed, by name. Never a secret.</param>
    public static AuditEntry Entry(string action, Guid? actor, Guid? projectId, QueryDoor door, DateTimeOffset now, string? detail = null) => new()
    {
        Id = Guid.CreateVersion7(),
        At = now,
        ProjectId = projectId,
        UserId = actor,
        Action = action,
        Door = QueryAudit.Word(door),
        Outcome = "ran",
        Address = CallerAddress.Current,
        Token = CallerToken.Current,
        Detail = detail,
        IsPlatformWide = AuditActions.IsPlatformWide(action, projectId),
    };

    /// <param name="changes">What is the same before and after is left out.</param>
    public static AuditEntry With(this AuditEntry entry, params IEnumerable<AuditChange> changes)
    {
        entry.Changes = [.. changes.Where(change => change.Before != change.After || change.Before is null)];
        return entry;
    }
}
