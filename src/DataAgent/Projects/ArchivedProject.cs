namespace DataAgent.Projects;

/// <summary>Proof that a person may bring an archived project back or delete it. Only <see cref="ProjectAccess"/> makes one; it opens nothing else.</summary>
public sealed class ArchivedProject
{
    internal ArchivedProject(Guid userId, Project project) => (UserId, Project) = (userId, project);

    public Guid UserId { get; }

    /// <summary>As it was archived.</summary>
    public Project Project { get; }
}
