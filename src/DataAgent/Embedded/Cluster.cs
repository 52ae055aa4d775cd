using System.Security.Cryptography;

namespace DataAgent.Embedded;

/// <summary>Makes a data folder with a password of its own.</summary>
internal static class Cluster
{
    public const string Superuser = "platform";

    public static async Task<string> EnsureAsync(ServerFolder folder, ServerPrograms programs, bool durable, CancellationToken cancellationToken)
    {
        var data = folder.Data(programs.Major);
        var exists = Directory.Exists(data);
        if (exists && !File.Exists(folder.Secret))
            throw new EmbeddedPostgresException($"The password of the database is missing: {folder.Secret}. Put the file back from a backup, or move {data} away to begin anew.");
        if (!exists)
            await CreateAsync(folder, programs, data, durable, cancellationToken);
        return data;
    }

    private static async Task CreateAsync(ServerFolder folder, ServerPrograms programs, string data, bool durable, CancellationToken cancellationToken)
    {
        RemoveDrafts(folder);
        OwnFiles.WritePrivate(folder.Secret, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));

        // An initdb whose parent was killed may still write to its own draft, never to ours.
        var draft = Path.Combine(folder.Path, $".new-{Environment.ProcessId}");
        var password = Path.Combine(folder.Path, $".password-{Environment.ProcessId}");
        OwnFiles.CreatePrivateFolder(draft);
        File.Copy(folder.Secret, password, overwrite: true);
        try
        {
            await folder.Account.OwnAsync(draft, cancellationToken);
            await folder.Account.OwnAsync(password, cancellationToken);
            string[] arguments =
            [
                "-D", draft, "-U", Superuser, "--auth=scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C",
                // upper() and ilike beyond ASCII; the order stays the same on every machine.
                .. OperatingSystem.IsLinux() ? ["--lc-ctype=C.UTF-8"] : Array.Empty<string>(), durable ? "--data-checksums" : "--no-sync",
            ];
            var (exitCode, output) = await Tool.RunAsync(programs.Initdb, arguments, folder.Account.Name, cancellationToken);
            if (exitCode != 0)
                throw new EmbeddedPostgresException($"initdb could not make {data}. It says:\n{output.Trim()}");
            Directory.Move(draft, data);
        }
        finally
        {
            File.Delete(password);
        }
    }

    private static void RemoveDrafts(ServerFolder folder)
    {
        foreach (var draft in Directory.GetDirectories(folder.Path, ".new-*"))
        {
            try
            {
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException)
            {
                // Still written to; the next start removes it.
            }
        }

        foreach (var password in Directory.GetFiles(folder.Path, ".password-*"))
            File.Delete(password);
    }
}
