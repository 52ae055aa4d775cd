namespace DataAgent.Projects.Roles;

/// <summary>What a project's login could do when it tried, and when that was.</summary>
public sealed record RoleReport(DateTimeOffset At, IReadOnlyList<RoleAttempt> Attempts)
{
    /// <summary>Nothing serious is open: the database itself keeps the project's promises.</summary>
    public bool Holds => Attempts.All(a => a.Passed || !a.IsSerious);
}

/// <param name="Name">Stable, in snake_case.</param>
/// <param name="IsSerious">False: harmless behind the gate, worth closing all the same.</param>
/// <param name="Message">What was found, and when it failed, what to do.</param>
public sealed record RoleAttempt(string Name, bool Passed, bool IsSerious, string Message);
