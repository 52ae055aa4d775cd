using DataAgent.Data;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Projects;

/// <summary>Puts projects out of sight with all that is in them, brings them back, and deletes them for good.</summary>
public sealed class ProjectArchive(IDbContextFactory<PlatformDbContext> database, ProjectAccess access, RoleChecks checks, TimeProvider clock)
{
    /// <summary>What hangs on a project may be gigabytes of stored rows.</summary>
    private static readonly TimeSpan _deletion = TimeSpan.FromMinutes(10);

    /// <summary>Nobody opens it any more, and what it was answering stops a moment later. All of it stays: its members, its slug, its sealed login and key too.</summary>
    public async Task<ProjectOutcome> ArchiveAsync(Member admin, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new ProjectOutcome.Forbidden("Only an admin of the project archives it.");
        var (id, now) = (admin.Project.Id, clock.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Projects.Where(p => p.Id == id && p.ArchivedAt == null)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.ArchivedAt, now).SetProperty(x => x.UpdatedAt, now), cancellationToken) == 0)
            return new ProjectOutcome.Removed();
        db.AuditEntries.Add(ProjectAudit.Entry("project.archive", admin.UserId, id, door, now, admin.Project.Slug));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ProjectOutcome.Removed();
    }

    /// <summary>What the person may bring back or delete, newest first: see <see cref="ProjectAccess.FindArchivedAsync"/>.</summary>
    public async Task<IReadOnlyList<ArchivedListing>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await ProjectAccess.Archived(db, userId).OrderByDescending(p => p.ArchivedAt).ThenBy(p => p.Slug)
            .Select(p => new ArchivedListing(
                p.Slug, p.Name, p.ArchivedAt!.Value, db.Memberships.Count(m => m.ProjectId == p.Id),
                db.Conversations.Count(c => c.ProjectId == p.Id && c.ActiveRunId != null), db.SavedQueries.Count(q => q.ProjectId == p.Id)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Is there anything to list?</summary>
    public async Task<bool> HasAnyAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await ProjectAccess.Archived(db, userId).AnyAsync(cancellationToken);
    }

    /// <summary>Its members find it as they left it; its role is checked at once, for its database went on without it.</summary>
    public async Task<ProjectOutcome> RestoreAsync(ArchivedProject archived, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Projects.SingleOrDefaultAsync(p => p.Id == archived.Project.Id && p.ArchivedAt != null, cancellationToken) is not { } project)
            return new ProjectOutcome.Changed("The project is not in the archive any more. Look at the list again.", null);
        (project.ArchivedAt, project.UpdatedAt) = (null, clock.GetUtcNow());
        db.AuditEntries.Add(ProjectAudit.Entry("project.restore", archived.UserId, project.Id, door, project.UpdatedAt, project.Slug));
        await db.SaveChangesAsync(cancellationToken);
        return new ProjectOutcome.Saved(project.Id, project.Slug, await checks.TryAsync(project, cancellationToken));
    }

    /// <summary>Deletes the project with everything that hangs on it. The audit log stays; the project's own database is not touched.</summary>
    /// <param name="typed">The project's name, as somebody wrote it who was told what goes.</param>
    public async Task<ProjectOutcome> DeleteAsync(Member admin, string typed, QueryDoor door, CancellationToken cancellationToken) => admin.Role == Role.Admin
        ? await DeleteAsync(admin.Project, admin.UserId, typed, door, cancellationToken)
        : new ProjectOutcome.Forbidden("Only an admin of the project deletes it.");

    /// <inheritdoc cref="DeleteAsync(Member, string, QueryDoor, CancellationToken)"/>
    public Task<ProjectOutcome> DeleteAsync(ArchivedProject archived, string typed, QueryDoor door, CancellationToken cancellationToken) =>
        DeleteAsync(archived.Project, archived.UserId, typed, door, cancellationToken);

    /// <summary>For doors at which people name a project by its slug alone, in the archive or not.</summary>
    /// <returns>Null: there is none that the person may see.</returns>
    public async Task<ProjectOutcome?> DeleteAsync(Guid userId, string slug, string typed, QueryDoor door, CancellationToken cancellationToken)
    {
        if (await access.FindMemberAsync(userId, slug, cancellationToken) is { } member)
            return await DeleteAsync(member, typed, door, cancellationToken);
        return await access.FindArchivedAsync(userId, slug, cancellationToken) is { } archived
            ? await DeleteAsync(archived, typed, door, cancellationToken)
            : null;
    }

    private async Task<ProjectOutcome> DeleteAsync(Project project, Guid userId, string typed, QueryDoor door, CancellationToken cancellationToken)
    {
        if (typed.Trim() != project.Name)
            return new ProjectOutcome.Invalid([new("name", $"Write the project's name, {project.Name}, to delete it.")]);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.Database.SetCommandTimeout(_deletion);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Counted and deleted under one lock: what a member adds meanwhile waits here, and then finds no project.
        await db.Database.ExecuteSqlAsync($"select 1 from project where id = {project.Id} for update", cancellationToken);
        var conversations = await db.Conversations.CountAsync(c => c.ProjectId == project.Id, cancellationToken);
        var queries = await db.SavedQueries.CountAsync(q => q.ProjectId == project.Id, cancellationToken);
        if (await db.Projects.Where(p => p.Id == project.Id).ExecuteDeleteAsync(cancellationToken) == 0)
            return new ProjectOutcome.Removed();
        db.AuditEntries.Add(ProjectAudit.Entry(
            "project.delete", userId, project.Id, door, clock.GetUtcNow(), $"{project.Slug}, with {conversations} conversations and {queries} saved queries"));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ProjectOutcome.Removed();
    }
}

/// <param name="Conversations">Those in which something was asked.</param>
public sealed record ArchivedListing(string Slug, string Name, DateTimeOffset ArchivedAt, int Members, int Conversations, int SavedQueries);
