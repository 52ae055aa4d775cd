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

    /// <summary>Seals with the key that seals now what another one sealed. The login's mark stays, for the login is the same.</summary>
    /// <returns>How many texts were sealed anew.</returns>
    /// <exception cref="CredentialException">One of them does not open.</exception>
    internal static int Reseal(this CredentialVault vault, Project project)
    {
        var mark = LoginMarkOf(project);
        var user = vault.Reseal(project.SealedDbUser, Context(project.Id, "db_user"));
        var password = vault.Reseal(project.SealedDbPassword, Context(project.Id, "db_password"));
        var key = project.SealedModelKey is { } sealedKey ? vault.Reseal(sealedKey, Context(project.Id, "model_key")) : null;
        (project.SealedDbUser, project.SealedDbPassword) = (user ?? project.SealedDbUser, password ?? project.SealedDbPassword);
        (project.SealedModelKey, project.LoginMark) = (key ?? project.SealedModelKey, mark);
        return new[] { user, password, key }.Count(text => text is not null);
    }

    private static string Context(Guid projectId, string field) => $"project/{projectId}/{field}";
}
