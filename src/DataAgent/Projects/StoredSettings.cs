using System.Security.Cryptography;
using System.Text.Json;

namespace DataAgent.Projects;

/// <summary>A project's settings as they are stored, with marks by which a change of them is known. Never a login and never a key.</summary>
/// <param name="Version">Another one whenever any setting changed, a login or a key among them; the ETag of HTTP.</param>
/// <param name="LoginMark">Another one whenever somebody set the database login.</param>
/// <param name="KeyMark">The same of the model's key; null: the project has none of its own.</param>
public sealed record StoredSettings(ProjectSettings Settings, string Version, string LoginMark, string? KeyMark)
{
    public bool HasModelKey => KeyMark is not null;

    /// <summary>Of a project that is about to be made.</summary>
    public static StoredSettings Nothing { get; } = new(new() { Name = "", Slug = "", DbHost = "", DbName = "" }, "", "", null);

    public static StoredSettings Of(Project project)
    {
        var settings = ProjectSettings.Of(project);
        var login = ProjectCredentials.LoginMarkOf(project);
        var key = project.SealedModelKey is { } sealedKey ? Digest(sealedKey) : null;
        return new(settings, Digest(settings, login, key ?? ""), login, key);
    }

    /// <remarks>A sealed text is a new one each time, so its digest tells nothing of what is sealed.</remarks>
    private static string Digest(params object[] parts) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)))[..32];
}
