using DataAgent.Credentials;
using DataAgent.Embedded;

namespace DataAgent.Data;

/// <summary>Where the platform keeps its things. With nothing set, all of it is in one folder.</summary>
/// <param name="Folder">DATAAGENT_DATA; by default <c>.data</c> beside the solution, else <c>dataagent</c> in the user's data folder.</param>
/// <param name="ConnectionString">ConnectionStrings__Platform; null: the built-in server.</param>
/// <param name="CredentialKeys">DATAAGENT_CREDENTIAL_KEYS; null: a key file in the folder, made once.</param>
/// <param name="PostgresBinDir">DATAAGENT_POSTGRES_BIN: the server programs for the built-in server; null: they are looked for.</param>
public sealed record PlatformHome(string Folder, string? ConnectionString = null, string? CredentialKeys = null, string? PostgresBinDir = null)
{
    /// <param name="setting">A setting by its configuration name, such as <c>ConnectionStrings:Platform</c>.</param>
    public static PlatformHome From(Func<string, string?> setting)
    {
        string? Find(string name) => setting(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
        return new PlatformHome(
            Path.GetFullPath(Find("DATAAGENT_DATA") ?? DefaultFolder()),
            Find("ConnectionStrings:Platform"),
            Find("DATAAGENT_CREDENTIAL_KEYS"),
            Find("DATAAGENT_POSTGRES_BIN"));
    }

    /// <param name="mayMake">False: where there is no file none is made and the keys open nothing. A restore leaves the place to the backup's.</param>
    /// <exception cref="PlatformStartException">The keys cannot be read; the message says where they are.</exception>
    internal CredentialKeyRing ReadKeyRing(bool mayMake = true)
    {
        var file = Path.Combine(Folder, "credential-keys");
        try
        {
            if (CredentialKeys is not null)
                return CredentialKeyRing.Parse(CredentialKeys);
            if (!mayMake && !File.Exists(file))
                return CredentialKeyRing.Parse(CredentialKeyRing.Generate());
            OwnFiles.CreateFolder(Folder);
            if (!File.Exists(file))
                OwnFiles.WritePrivate(file, CredentialKeyRing.Generate());
            return CredentialKeyRing.Load(file);
        }
        catch (FormatException e)
        {
            throw new PlatformStartException($"{(CredentialKeys is null ? file : "DATAAGENT_CREDENTIAL_KEYS")} holds no credential keys. {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformStartException($"{file} cannot be read or written. Start the program as the user it belongs to, or choose another folder with DATAAGENT_DATA.", e);
        }
    }

    private static string DefaultFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DataAgent.slnx")))
                return Path.Combine(folder.FullName, ".data");
        }

        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "dataagent");
    }
}
