using System.Security.Cryptography;
using System.Text.Json;

namespace DataAgent.Projects.Roles;

/// <summary>What the last check of a project's role left open. Kept with the project.</summary>
/// <param name="Scope">The settings that were checked, as a digest: a project with others was never checked.</param>
/// <param name="Login">Which role on which server, as a digest; the same after a change of its password.</param>
/// <param name="Findings">Empty: the role is sound.</param>
public sealed record RoleChecked(DateTimeOffset At, string Scope, string Login, IReadOnlyList<RoleFinding> Findings)
{
    internal static RoleChecked Of(Project project, string user, RoleReport report) =>
        new(report.At, ScopeOf(project), LoginOf(project, user), report.Findings);

    /// <remarks>The mark stands for the login: it is another one whenever somebody sets it.</remarks>
    internal static string ScopeOf(Project project) => Digest(
        project.DbHost, project.DbPort, project.DbName, project.DbSchema, project.DbTls, ProjectCredentials.LoginMarkOf(project),
        project.AllowedTables.Order(StringComparer.Ordinal), project.ExcludedTables.Order(StringComparer.Ordinal));

    internal static string LoginOf(Project project, string user) => Digest(project.DbHost, project.DbPort, project.DbName, user);

    private static string Digest(params object[] parts) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
}

/// <summary>What an admin of the project took upon them: these findings of this login, and no others.</summary>
/// <param name="By">The admin's name as it was then.</param>
/// <param name="Login">See <see cref="RoleChecked"/>.</param>
public sealed record RoleAccepted(DateTimeOffset At, Guid UserId, string By, string Login, IReadOnlyList<RoleFinding> Findings)
{
    public bool Covers(RoleChecked check) =>
        Login == check.Login && check.Findings.All(open => Findings.Any(accepted => accepted.Name == open.Name));
}
