using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace DataAgent.Projects;

/// <summary>What became of an attempt to add or change a project.</summary>
public abstract record ProjectOutcome
{
    private ProjectOutcome() { }

    /// <summary>Why it was not done, for people; null: it was.</summary>
    public string? Problem => this switch
    {
        Invalid invalid => string.Join(" ", invalid.Errors.Select(error => error.Message)),
        Forbidden no => no.Message,
        Changed changed => changed.Message,
        _ => null,
    };

    /// <param name="Standing">Of the database role, as it was found right now; unchecked when the database could not be asked.</param>
    public sealed record Saved(Guid Id, string Slug, RoleStanding Standing) : ProjectOutcome;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : ProjectOutcome;

    /// <summary>The person may see the project, but not do this; the sentence says who may.</summary>
    public sealed record Forbidden(string Message) : ProjectOutcome;

    /// <summary>Somebody else changed it since the person looked; nothing was saved.</summary>
    /// <param name="Now">Null: it was archived or deleted.</param>
    public sealed record Changed(string Message, StoredSettings? Now) : ProjectOutcome;

    /// <summary>It is not where it was: archived or deleted, by this call or one before it.</summary>
    public sealed record Removed : ProjectOutcome;
}

/// <summary>Makes, changes and lists projects; <see cref="ProjectArchive"/> takes them away.</summary>
public sealed class ProjectCatalog(IDbContextFactory<PlatformDbContext> database, CredentialVault vault, RoleChecks checks, TimeProvider clock)
{
    /// <summary>The person becomes the project's first admin.</summary>
    public async Task<ProjectOutcome> AddAsync(User creator, ProjectSettings settings, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!creator.IsPlatformAdministrator || creator.DisabledAt is not null)
            return new ProjectOutcome.Forbidden("Only a platform administrator adds projects.");
        if (settings.Validate(isNew: true) is { Count: > 0 } errors)
            return new ProjectOutcome.Invalid(errors);

        var now = clock.GetUtcNow();
        var project = Project.Empty(Guid.CreateVersion7(), now);
        Apply(settings, project);
        vault.SetDbLogin(project, settings.DbUser!, settings.DbPassword!);
        vault.SetModelKey(project, settings.ModelKey ?? "");
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.Projects.Add(project);
        db.Memberships.Add(new Membership { ProjectId = project.Id, UserId = creator.Id, Role = Role.Admin, CreatedAt = now });
        db.AuditEntries.Add(ProjectAudit.Entry("project.create", creator.Id, project.Id, door, now, project.Slug));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        return await SaveAsync(db, transaction, project, cancellationToken);
    }

    /// <summary>Every project by name, for platform administrators; it opens none of them. Anyone else gets an empty list.</summary>
    public async Task<IReadOnlyList<ProjectListing>> ListAllAsync(User user, CancellationToken cancellationToken)
    {
        if (!user.IsPlatformAdministrator)
            return [];
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Projects.Where(p => p.ArchivedAt == null).OrderBy(p => p.Name).ThenBy(p => p.Slug)
            .Select(p => new ProjectListing(p.Slug, p.Name, db.Memberships.Count(m => m.ProjectId == p.Id), p.CreatedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Archived ones too, with when somebody last asked or did something there.</summary>
    /// <inheritdoc cref="ListAllAsync"/>
    public async Task<IReadOnlyList<ProjectRecord>> ListRecordsAsync(User user, CancellationToken cancellationToken)
    {
        if (user is not { IsPlatformAdministrator: true, DisabledAt: null })
            return [];
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var rows = await db.Projects.AsNoTracking().OrderBy(p => p.ArchivedAt != null).ThenBy(p => p.Name).ThenBy(p => p.Slug)
            .Select(p => new
            {
                p.Slug,
                p.Name,
                p.CreatedAt,
                p.ArchivedAt,
                Members = db.Memberships.Count(m => m.ProjectId == p.Id),
                Admins = db.Memberships.Count(m => m.ProjectId == p.Id && m.Role == Role.Admin && db.Users.Any(u => u.Id == m.UserId && u.DisabledAt == null)),
                IsMember = db.Memberships.Any(m => m.ProjectId == p.Id && m.UserId == user.Id),
                Asked = db.Conversations.Where(c => c.ProjectId == p.Id).Max(c => (DateTimeOffset?)c.UpdatedAt),
                Did = db.AuditEntries.Where(e => e.ProjectId == p.Id).Max(e => (DateTimeOffset?)e.At),
            }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ProjectRecord(
            row.Slug, row.Name, row.Members, row.Admins, row.IsMember,
            row.Asked > row.Did || row.Did is null ? row.Asked : row.Did, row.CreatedAt, row.ArchivedAt))];
    }

    /// <param name="settings">All of them; a login or a key that is null stays.</param>
    public Task<ProjectOutcome> EditAsync(Member admin, ProjectSettings settings, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(admin, _ => settings, door, cancellationToken);

    /// <summary>The same by somebody who looked before.</summary>
    /// <param name="seen">The version they looked at: another one, and nothing is saved.</param>
    public Task<ProjectOutcome> EditAsync(Member admin, ProjectSettings settings, string seen, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(admin, now => now.Version == seen ? settings : null, door, cancellationToken);

    /// <summary>Saves one part of the draft and leaves the others as they are by now.</summary>
    /// <param name="seen">What they looked at: when this part is another one by now, nothing is saved.</param>
    public Task<ProjectOutcome> EditAsync(
        Member admin, ProjectPart part, ProjectSettings draft, StoredSettings seen, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(admin, now => part.WasChanged(seen, now) ? null : part.Copy(draft, now.Settings), door, cancellationToken);

    /// <param name="change">Null: it shall not be changed as it is now.</param>
    private async Task<ProjectOutcome> ChangeAsync(
        Member admin, Func<StoredSettings, ProjectSettings?> change, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new ProjectOutcome.Forbidden("Only an admin of the project changes its settings.");

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two who save at the same moment wait for each other here, so that the second is compared with what the first left.
        await db.Database.ExecuteSqlAsync($"select 1 from project where id = {admin.Project.Id} for update", cancellationToken);
        if (await db.Projects.SingleOrDefaultAsync(p => p.Id == admin.Project.Id && p.ArchivedAt == null, cancellationToken) is not { } project)
            return new ProjectOutcome.Changed("The project was archived or deleted meanwhile, so nothing was saved.", null);
        var now = StoredSettings.Of(project);
        if (change(now) is not { } settings)
            return new ProjectOutcome.Changed("Somebody else changed these settings meanwhile, so nothing was saved. Look at what is stored now, then save again.", now);
        if (Judge(project, settings) is { Count: > 0 } errors)
            return new ProjectOutcome.Invalid(errors);

        Apply(settings, project);
        SetCredentials(settings, project);
        var changes = SettingChanges.Of(db.Entry(project));
        db.AuditEntries.Add(ProjectAudit
            .Entry("project.edit", admin.UserId, project.Id, door, project.UpdatedAt, string.Join(", ", changes.Select(change => change.Field)))
            .With(changes));
        return await SaveAsync(db, transaction, project, cancellationToken);
    }

    private static List<FieldError> Judge(Project project, ProjectSettings settings)
    {
        List<FieldError> errors = [.. settings.Validate(isNew: false)];
        if (PasswordNeeded(project, settings) is { } password)
            errors.Add(password);
        if (settings.ModelKey is null && ModelKeyWouldTravel(project, settings))
            errors.Add(new("model_key", "Enter the model's key again, or remove it with an empty one: it would be sent to another server."));
        return errors;
    }

    private void SetCredentials(ProjectSettings settings, Project project)
    {
        if (settings.DbUser is not null || settings.DbPassword is not null)
        {
            var (user, password) = settings is { DbUser: { } newUser, DbPassword: { } newPassword } ? (newUser, newPassword) : vault.OpenDbLogin(project);
            vault.SetDbLogin(project, settings.DbUser ?? user, settings.DbPassword ?? password);
        }

        if (settings.ModelKey is { } key)
            vault.SetModelKey(project, key);
    }

    /// <summary>Null: the stored password may be used with these settings, or another one comes with them.</summary>
    internal static FieldError? PasswordNeeded(Project project, ProjectSettings settings) => settings.DbPassword is null && PasswordWouldTravel(project, settings)
        ? new("db_password", "Enter the password again: it would be sent to another server, as another user or with weaker TLS.")
        : null;

    /// <remarks>Else an admin could send a password that they never knew to a server of their own.</remarks>
    private static bool PasswordWouldTravel(Project project, ProjectSettings settings) =>
        settings.DbHost != project.DbHost || settings.DbPort != project.DbPort || settings.DbUser is not null
        || ProjectSettings.TlsModes.ToList().IndexOf(settings.DbTls) < ProjectSettings.TlsModes.ToList().IndexOf(project.DbTls);

    /// <remarks>The same for the key. A project that is answered offline sends none, until it is given a provider again.</remarks>
    private static bool ModelKeyWouldTravel(Project project, ProjectSettings settings) =>
        project.SealedModelKey is not null
        && (settings.ModelBaseUrl != project.ModelBaseUrl || (settings.LlmProvider != project.LlmProvider && settings.LlmProvider != "offline"));

    private void Apply(ProjectSettings settings, Project project)
    {
        settings.WriteTo(project);
        project.UpdatedAt = clock.GetUtcNow();
    }

    private async Task<ProjectOutcome> SaveAsync(
        PlatformDbContext db, IDbContextTransaction transaction, Project project, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            // Before the check, which writes to the same row on a connection of its own.
            await transaction.CommitAsync(cancellationToken);
            return new ProjectOutcome.Saved(project.Id, project.Slug, await checks.TryAsync(project, cancellationToken));
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new ProjectOutcome.Invalid([new("slug", "Another project has this slug. Choose another one.")]);
        }
    }
}

public sealed record ProjectListing(string Slug, string Name, int Members, DateTimeOffset CreatedAt);

/// <param name="Admins">Of its members, those who can sign in and change it.</param>
/// <param name="IsMember">Of whoever looks.</param>
/// <param name="ArchivedAt">Null: it is in use.</param>
public sealed record ProjectRecord(
    string Slug, string Name, int Members, int Admins, bool IsMember, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt);
