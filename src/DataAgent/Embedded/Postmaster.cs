namespace DataAgent.Embedded;

/// <summary>The running server as its <c>postmaster.pid</c> tells it (miscadmin.h, "lock file").</summary>
/// <param name="Status">starting, ready, stopping; empty in the first moments.</param>
internal sealed record Postmaster(int Pid, int Port, string Status)
{
    public bool IsReady => Status == "ready";

    /// <summary>Null: no server of this data folder runs, whatever the file says.</summary>
    public static Postmaster? Find(string data)
    {
        var lines = Read(data);
        if (lines.Length == 0 || !int.TryParse(lines[0], out var pid) || ProcessIdentity.Find(pid) is null || !IsOurs(pid, data))
            return null;
        return new Postmaster(pid, lines.Length > 3 && int.TryParse(lines[3], out var port) ? port : 0, lines.Length > 7 ? lines[7].Trim() : "");
    }

    /// <summary>
    /// Corrects a file left by a crash whose process number belongs to a stranger by now, or to the dead server that nobody reaped
    /// (as in a container without an init process): the server would refuse to start.
    /// </summary>
    public static void ForgetDead(string data)
    {
        const int NoProcess = 1 << 23;
        var lines = Read(data);
        if (lines.Length == 0 || Find(data) is not null)
            return;

        // Deleting it would lose the memory segment's key, by which the server sees left-over children of the crashed one.
        lines[0] = NoProcess.ToString();
        File.WriteAllLines(FileOf(data), lines);
    }

    private static string FileOf(string data) => Path.Combine(data, "postmaster.pid");

    private static string[] Read(string data)
    {
        try
        {
            return File.ReadAllLines(FileOf(data));
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static bool IsOurs(int pid, string data)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                using var process = System.Diagnostics.Process.GetProcessById(pid);
                return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
            }

            // A postmaster works in its data folder. The files are compared, as the folder may have several paths.
            return File.ReadAllText($"/proc/{pid}/cwd/postmaster.pid") == File.ReadAllText(FileOf(data));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
