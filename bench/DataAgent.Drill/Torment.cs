namespace DataAgent.Drill;

internal enum TormentKind
{
    /// <summary>SIGKILL, then started again.</summary>
    Kill,

    /// <summary>SIGTERM, then started again.</summary>
    Terminate,

    /// <summary>SIGSTOP for longer than the lease, then SIGCONT: a process that believes it owns what others own by now.</summary>
    Hold,

    /// <summary>The platform's database, with a goodbye to its sessions.</summary>
    DatabaseRestart,

    /// <summary>The platform's database, as in a power cut.</summary>
    DatabaseCrash,
}

/// <summary>One thing that was done to the platform.</summary>
/// <param name="At">When it began, by the clock.</param>
/// <param name="Over">When the database was back; for the others the same as <paramref name="At"/>.</param>
/// <param name="Hit">Runs that were the tormented process's, or all live ones, with their epoch at that time.</param>
internal sealed record Torment(TormentKind Kind, string Target, long At, long Over, IReadOnlyList<(Guid Run, int Epoch)> Hit)
{
    public static string Name(TormentKind kind) => kind switch
    {
        TormentKind.Kill => "kill -9",
        TormentKind.Terminate => "SIGTERM",
        TormentKind.Hold => "SIGSTOP longer than the lease",
        TormentKind.DatabaseRestart => "database restarted (fast)",
        _ => "database restarted (immediate)",
    };
}
