using DataAgent.Audit;

namespace DataAgent.Web.Audit;

/// <summary>What a page of the audit log shows.</summary>
/// <param name="Page">Null: it was asked for something that there is not; <paramref name="Problem"/> says what.</param>
/// <param name="People">E-mail addresses to choose from.</param>
public sealed record AuditShown(AuditPage? Page, IReadOnlyList<string> People, string? Problem);
