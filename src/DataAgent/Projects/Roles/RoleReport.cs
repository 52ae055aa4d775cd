namespace DataAgent.Projects.Roles;

/// <summary>What a project's login could do when it tried, and when that was.</summary>
public sealed record RoleReport(DateTimeOffset At, IReadOnlyList<RoleAttempt> Attempts)
{
    /// <summary>Nothing serious is open: the database itself keeps the project's promises.</summary>
    public bool Holds => Attempts.All(a => a.Passed || !a.IsSerious);

    /// <summary>Why nothing could be tried; null when the login worked.</summary>
    public string? Unreached => Attempts.FirstOrDefault(a => a is { Name: "connects", Passed: false })?.Message;

    /// <summary>What the role can do beyond reading what the project shows.</summary>
    /// <remarks>Not that it cannot sign in or reads nothing: then there is nothing to keep back, and each query says so by itself.</remarks>
    public IReadOnlyList<RoleFinding> Findings =>
        [.. Attempts.Where(a => a is { Passed: false, IsSerious: true } and not { Name: "connects" or "reads_tables" }).Select(a => new RoleFinding(a.Name, a.Message))];
}

/// <param name="Name">Stable, in snake_case.</param>
/// <param name="IsSerious">False: harmless behind the gate, worth closing all the same.</param>
/// <param name="Message">What was found, and when it failed, what to do.</param>
public sealed record RoleAttempt(string Name, bool Passed, bool IsSerious, string Message);
