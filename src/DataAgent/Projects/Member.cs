namespace DataAgent.Projects;

/// <summary>What a person may do in a project; each role includes the ones before it.</summary>
public enum Role { Viewer, Analyst, Admin }

public static class RoleWords
{
    /// <summary>As people, HTTP and the command line write it.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>A sentence for whoever is given the role.</summary>
    public static string MayDo(Role role) => role switch
    {
        Role.Viewer => "Viewers ask questions and see the answers.",
        Role.Analyst => "Analysts ask questions, run SQL, export and save queries.",
        _ => "Admins ask, run SQL, see all conversations and change the project's settings.",
    };
}

/// <summary>Proof that a person belongs to a project, in a role. Only <see cref="ProjectAccess"/> makes one, and every feature method asks for it.</summary>
public sealed class Member
{
    internal Member(Guid userId, string email, string displayName, Role role, Project project) =>
        (UserId, Email, DisplayName, Role, Project) = (userId, email, displayName, role, project);

    public Guid UserId { get; }
    public string Email { get; }
    public string DisplayName { get; }
    public Role Role { get; }

    /// <summary>Write and run SQL, and export: viewers only ask.</summary>
    public bool MayRunSql => Role >= Role.Analyst;

    /// <summary>The project's settings as they were when access was granted. Never null, never another project.</summary>
    public Project Project { get; }

    /// <summary>The same member, whose next questions another model answers. It opens nothing that was closed.</summary>
    internal Member Asking(string provider, string? model) => new(UserId, Email, DisplayName, Role, Project.Asking(provider, model));
}
