using System.Security.Cryptography;
using System.Text;
using DataAgent.Credentials;

namespace DataAgent.Projects;

/// <summary>Where a project's credentials are sealed and opened, each bound to its project and field.</summary>
public static class ProjectCredentials
{
    public static void SetDbLogin(this CredentialVault vault, Project project, string user, string password)
    {
        (project.SealedDbUser, project.SealedDbPassword) =
            (vault.Seal(user, Context(project.Id, "db_user")), vault.Seal(password, Context(project.Id, "db_password")));
        project.LoginMark = Mark(project);
    }

    /// <summary>Stands for the login without telling anything of it: a sealed text is a new one each time.</summary>
    internal static string LoginMarkOf(Project project) => project.LoginMark ?? Mark(project);

    private static string Mark(Project project) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project.SealedDbUser} {project.SealedDbPassword}")))[..32];

    public static (string User, string Password) OpenDbLogin(this CredentialVault vault, Project project) =>
        (vault.Open(project.SealedDbUser, Context(project.Id, "db_user")), vault.Open(project.SealedDbPassword, Context(project.Id, "db_password")));

    /// <param name="key">Empty: the project has none any more.</param>
    public static void SetModelKey(this CredentialVault vault, Project project, string key) =>
        project.SealedModelKey = key.Length == 0 ? null : vault.Seal(key, Context(project.Id, "model_key"));

    /// <returns>Null: the project has no key of its own.</returns>
    public static string? FindModelKey(this CredentialVault vault, Project project) =>
        project.SealedModelKey is { } key ? vault.Open(key, Context(project.Id, "model_key")) : null;

    internal static string Context(Guid projectId, string field) => $"project/{projectId}/{field}";
}
