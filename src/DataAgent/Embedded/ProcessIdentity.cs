using System.Diagnostics;

namespace DataAgent.Embedded;

/// <summary>Tells a process from a later one that got the same number.</summary>
internal static class ProcessIdentity
{
    // Field 22 of /proc/<pid>/stat (proc_pid_stat(5)), counted after the name, which may hold anything.
    private const int StartTimeField = 19;

    /// <summary>When it started, in the kernel's ticks; "-" where the kernel does not say. Null: it is gone, or ended and not yet reaped.</summary>
    public static string? Find(int pid)
    {
        if (!OperatingSystem.IsLinux())
            return IsListed(pid) ? "-" : null;
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[StartTimeField];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsListed(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
