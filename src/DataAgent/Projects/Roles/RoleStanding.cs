namespace DataAgent.Projects.Roles;

public enum RoleVerdict
{
    /// <summary>Never, or not since the project's settings changed; the next query checks it first.</summary>
    Unchecked,

    Sound,

    /// <summary>It can do more than read, and an admin accepted just that.</summary>
    Accepted,

    /// <summary>It can do more than read, and nobody accepted it: no row of the customer's is read.</summary>
    Stopped,
}

/// <summary>How a project stands with its database role.</summary>
/// <param name="Checked">Null: unchecked.</param>
/// <param name="Accepted">Null unless it covers all that is open.</param>
public sealed record RoleStanding(RoleChecked? Checked, RoleAccepted? Accepted)
{
    internal static RoleStanding Of(Project project, RoleChecked? check) =>
        new(check, check is { Findings.Count: > 0 } && project.RoleAccepted is { } accepted && accepted.Covers(check) ? accepted : null);

    public RoleVerdict Verdict => this switch
    {
        { Checked: null } => RoleVerdict.Unchecked,
        { Checked.Findings.Count: 0 } => RoleVerdict.Sound,
        { Accepted: not null } => RoleVerdict.Accepted,
        _ => RoleVerdict.Stopped,
    };

    public IReadOnlyList<RoleFinding> Findings => Checked?.Findings ?? [];

    /// <summary>For every member: it names nothing of the database.</summary>
    public string Summary => $"The project's database role can do more than read: it {string.Join(", ", Findings.Select(f => f.Words()))}.";

    /// <summary>Why nothing runs, and what to do.</summary>
    public string Advice =>
        $"Questions to this project are stopped, so nothing ran. {Summary} A project admin can see what is open with \"dataagent doctor\", "
        + "mend it with \"dataagent role setup\", or accept it on the project's page or with \"dataagent project accept-role\".";
}
