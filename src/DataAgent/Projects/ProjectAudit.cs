using DataAgent.Audit;
using DataAgent.Queries;

namespace DataAgent.Projects;

/// <summary>Rows of the audit log about people and projects, written in the transaction of the change they tell of.</summary>
internal static class ProjectAudit
{
    /// <param name="detail">What changed, by name. Never a secret.</param>
    public static AuditEntry Entry(string action, Guid actor, Guid? projectId, QueryDoor door, DateTimeOffset now, string? detail = null) => new()
    {
        Id = Guid.CreateVersion7(),
        At = now,
        ProjectId = projectId,
        UserId = actor,
        Action = action,
        Door = door switch
        {
            QueryDoor.CommandLine => "command_line",
            QueryDoor.SavedQuery => "saved_query",
            _ => door.ToString().ToLowerInvariant(),
        },
        Outcome = "ran",
        Detail = detail,
    };
}
