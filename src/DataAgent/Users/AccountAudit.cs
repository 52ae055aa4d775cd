using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Users;

/// <summary>Entries about accounts: they belong to no project.</summary>
internal static class AccountAudit
{
    /// <param name="userId">The person who did it.</param>
    /// <param name="detail">By which way, or to whom. Never a secret, and never what a stranger typed.</param>
    public static AuditEntry Done(string action, Guid userId, QueryDoor door, DateTimeOffset now, string? detail = null) =>
        ProjectAudit.Entry(action, userId, null, door, now, detail);

    /// <param name="userId">Whose account was tried; null when there is none.</param>
    public static AuditEntry Refused(string action, Guid? userId, QueryDoor door, DateTimeOffset now, string detail)
    {
        var entry = ProjectAudit.Entry(action, Guid.Empty, null, door, now, detail);
        (entry.UserId, entry.Outcome) = (userId, "refused");
        return entry;
    }
}
