using DataAgent.Data;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Projects;

/// <summary>The only judge of who may do what: it alone makes a <see cref="Member"/>.</summary>
public sealed class ProjectAccess(IDbContextFactory<PlatformDbContext> database)
{
    /// <summary><c>null</c>: no such project, archived, or not a member. The three look the same on purpose.</summary>
    public async Task<Member?> FindMemberAsync(Guid userId, string slug, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var row = await (
            from project in db.Projects.AsNoTracking()
            join membership in db.Memberships.AsNoTracking() on project.Id equals membership.ProjectId
            join user in db.Users.AsNoTracking() on membership.UserId equals user.Id
            where user.Id == userId && user.DisabledAt == null && project.Slug == slug && project.ArchivedAt == null
            select new { user, membership.Role, project }).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : new Member(row.user.Id, row.user.Email, row.user.DisplayName, row.Role, row.project);
    }

    /// <summary>For a page that somebody opened as a member: what they are by now, whatever the project is called. Null: no member, or archived.</summary>
    public async Task<Role?> FindRoleAsync(Guid userId, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await (
            from membership in db.Memberships
            join project in db.Projects on membership.ProjectId equals project.Id
            where membership.ProjectId == projectId && membership.UserId == userId && project.ArchivedAt == null
            select (Role?)membership.Role).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>A member for the command line, which knows people by their e-mail address.</summary>
    public async Task<Member?> FindMemberByEmailAsync(string email, string slug, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var address = UserDirectory.Normalize(email);
        var userId = await db.Users.Where(u => u.Email == address).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancellationToken);
        return userId is { } id ? await FindMemberAsync(id, slug, cancellationToken) : null;
    }

    public async Task<IReadOnlyList<ProjectSummary>> ListProjectsAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await (
            from project in db.Projects
            join membership in db.Memberships on project.Id equals membership.ProjectId
            join user in db.Users on membership.UserId equals user.Id
            where user.Id == userId && user.DisabledAt == null && project.ArchivedAt == null
            orderby project.Name
            select new ProjectSummary(project.Id, project.Slug, project.Name, project.Description, membership.Role))
            .ToListAsync(cancellationToken);
    }
}

public sealed record ProjectSummary(Guid Id, string Slug, string Name, string Description, Role Role);
