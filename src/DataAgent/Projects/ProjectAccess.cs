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
            select new { user.Id, user.Email, user.DisplayName, membership.Role, project }).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : new Member(row.Id, row.Email, row.DisplayName, row.Role, row.project);
    }

    /// <summary>The same question in SQL, for statements over many: a row when the person of conversation <c>c</c> may ask in its project.</summary>
    internal const string MemberSql = """
        select 1 from membership m join project p on p.id = m.project_id join user_account u on u.id = m.user_id
        where m.project_id = c.project_id and m.user_id = c.user_id and p.archived_at is null and u.disabled_at is null
        """;

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

    /// <summary>For admins of the archived project and for platform administrators, who shall be able to clear up after an admin has left.</summary>
    /// <returns>Null: no such project in the archive, or none of the person's.</returns>
    public async Task<ArchivedProject?> FindArchivedAsync(Guid userId, string slug, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await Archived(db, userId).AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug, cancellationToken) is { } project
            ? new ArchivedProject(userId, project)
            : null;
    }

    /// <inheritdoc cref="FindArchivedAsync"/>
    internal static IQueryable<Project> Archived(PlatformDbContext db, Guid userId) => db.Projects.Where(p => p.ArchivedAt != null
        && db.Users.Any(u => u.Id == userId && u.DisabledAt == null
            && (u.IsPlatformAdministrator || db.Memberships.Any(m => m.ProjectId == p.Id && m.UserId == userId && m.Role == Role.Admin))));

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
