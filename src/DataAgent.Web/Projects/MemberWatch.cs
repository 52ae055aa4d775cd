using DataAgent.Projects;

namespace DataAgent.Web.Projects;

/// <summary>What the open page is of, and whether its person may still see it. One for each open page.</summary>
public sealed class MemberWatch(ProjectAccess access)
{
    private Guid? _projectId;
    private Role _role;
    private string _name = "";

    /// <summary>Something was taken away from the person, see <see cref="LostName"/>; else it was only a lower role.</summary>
    public event Action? Changed;

    /// <summary>Name of the project that they are no member of any more; null: they are, or never were.</summary>
    public string? LostName { get; private set; }

    /// <summary>From here on this project is watched; null: none.</summary>
    /// <param name="slug">Known from an address alone: whoever is no member of it is told so by its pages.</param>
    public async Task WatchAsync(Guid userId, string? slug, CancellationToken cancellationToken)
    {
        (_projectId, LostName) = (null, null);
        if (slug is null || await access.FindMemberAsync(userId, slug, cancellationToken) is not { } member)
            return;
        (_projectId, _role, _name) = (member.Project.Id, member.Role, member.Project.Name);
    }

    /// <summary>By its id, for a project may get another slug while its page is open.</summary>
    public async Task LookAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (_projectId is not { } project)
            return;
        var role = await access.FindRoleAsync(userId, project, cancellationToken);
        // The page went elsewhere meanwhile.
        if (_projectId != project || role == _role)
            return;
        var isLess = role is null || role < _role;
        if (role is { } now)
            _role = now;
        else
            (_projectId, LostName) = (null, _name);
        if (isLess)
            Changed?.Invoke();
    }
}
