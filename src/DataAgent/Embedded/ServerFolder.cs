using System.Security.Cryptography;
using System.Text;

namespace DataAgent.Embedded;

/// <summary>
/// Our folder on disk: <c>data-15/</c> the cluster, <c>secret</c> its password, <c>port</c> the last port, <c>start.lock</c>,
/// <c>users/</c> a file for each process that needs the server, <c>watchdogs/</c> a file for each watchdog.
/// </summary>
/// <param name="Notice">Where it went instead, when the requested place could not be used.</param>
internal sealed record ServerFolder(string Path, ServerAccount Account, string? Notice)
{
    private const string SystemRoot = "/var/lib/dataagent";

    public string Secret => System.IO.Path.Combine(Path, "secret");
    public string Port => System.IO.Path.Combine(Path, "port");
    public string StartLock => System.IO.Path.Combine(Path, "start.lock");
    public string Users => System.IO.Path.Combine(Path, "users");
    public string Watchdogs => System.IO.Path.Combine(Path, "watchdogs");

    public string Data(int major) => System.IO.Path.Combine(Path, $"data-{major}");

    /// <summary>The major versions that have a finished cluster here.</summary>
    public IReadOnlyList<int> Majors() => MajorsIn(Path);

    /// <summary>The names in one of our folders, without those still being written.</summary>
    public static IEnumerable<string> List(string folder) => Directory.GetFiles(folder).Select(file => System.IO.Path.GetFileName(file)).Where(name => name[0] != '.');

    public static async Task<ServerFolder> OpenAsync(string root, CancellationToken cancellationToken)
    {
        var folder = await ChooseAsync(System.IO.Path.Combine(System.IO.Path.GetFullPath(root), "postgres"), cancellationToken);
        OwnFiles.CreateFolder(folder.Users);
        OwnFiles.CreateFolder(folder.Watchdogs);
        return folder;
    }

    private static async Task<ServerFolder> ChooseAsync(string requested, CancellationToken cancellationToken)
    {
        var majors = MajorsIn(requested);
        var account = await ServerAccount.ChooseAsync(majors is [var major, ..] ? System.IO.Path.Combine(requested, $"data-{major}") : null, cancellationToken);
        OwnFiles.CreateFolder(requested);
        if (majors.Count > 0 || account.Name is null)
            return new ServerFolder(requested, account, null);

        var elsewhere = System.IO.Path.Combine(SystemRoot, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requested)))[..12]);
        if (MajorsIn(elsewhere).Count == 0 && await account.CanEnterAsync(requested, cancellationToken))
            return new ServerFolder(requested, account, null);
        OwnFiles.CreateFolder(elsewhere);
        return new ServerFolder(elsewhere, account, $"The system user '{account.Name}', who runs PostgreSQL, cannot enter {requested}: the database is kept in {elsewhere}.");
    }

    private static List<int> MajorsIn(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder, "data-*")
            .Select(data => int.TryParse(System.IO.Path.GetFileName(data)["data-".Length..], out var major) ? major : 0)
            .Where(major => major > 0).OrderDescending(),
    ];
}
