using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Audit;

/// <summary>Who did what. Rows are only ever added: see <see cref="AuditRetention"/> for the one way out.</summary>
public sealed class AuditLog(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <summary>Entries that one page looks at: a search for what hardly occurs pauses, so that no page makes the database walk through all of the log.</summary>
    public const int Window = 5_000;

    public async Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>For what a member did outside of our own database.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    public Task RecordAsync(Member member, string action, QueryDoor door, string? detail, CancellationToken cancellationToken) =>
        AddAsync(ProjectAudit.Entry(action, member.UserId, member.Project.Id, door, clock.GetUtcNow(), detail), cancellationToken);

    /// <summary>The project's entries, newest first. Only its admins see any.</summary>
    /// <param name="after">Null: from the newest on.</param>
    public async Task<AuditPage> ListAsync(Member admin, AuditFilter filter, AuditCursor? after, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new AuditPage([], null);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await new AuditWalk(db, Of(db, admin), isOfProject: true).PageAsync(filter, after, cancellationToken);
    }

    /// <summary>Entries about people and about which projects there are, for platform administrators; never what is in a project.</summary>
    /// <inheritdoc cref="ListAsync(Member, AuditFilter, AuditCursor?, CancellationToken)"/>
    public async Task<AuditPage> ListAsync(User administrator, AuditFilter filter, AuditCursor? after, CancellationToken cancellationToken)
    {
        if (administrator is not { IsPlatformAdministrator: true, DisabledAt: null })
            return new AuditPage([], null);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await new AuditWalk(db, PlatformWide(db), isOfProject: false).PageAsync(filter, after, cancellationToken);
    }

    /// <summary>All that the filter lets through, read as it is written out. Only admins get any, and the log has it.</summary>
    public async IAsyncEnumerable<AuditLine> ExportAsync(
        Member admin, AuditFilter filter, QueryDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            yield break;
        await RecordAsync(admin, "audit.export", door, Words(filter), cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await foreach (var line in new AuditWalk(db, Of(db, admin), isOfProject: true).All(filter).WithCancellation(cancellationToken))
            yield return line;
    }

    /// <inheritdoc cref="ExportAsync(Member, AuditFilter, QueryDoor, CancellationToken)"/>
    public async IAsyncEnumerable<AuditLine> ExportAsync(
        User administrator, AuditFilter filter, QueryDoor door,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (administrator is not { IsPlatformAdministrator: true, DisabledAt: null })
            yield break;
        await AddAsync(ProjectAudit.Entry("audit.export", administrator.Id, null, door, clock.GetUtcNow(), Words(filter)), cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await foreach (var line in new AuditWalk(db, PlatformWide(db), isOfProject: false).All(filter).WithCancellation(cancellationToken))
            yield return line;
    }

    /// <summary>What this member last ran in the SQL editor, newest first, each text once.</summary>
    /// <param name="since">How far back to look: the log of a busy project is long.</param>
    public async Task<IReadOnlyList<OwnRun>> ListOwnRunsAsync(Member member, DateTimeOffset since, int count, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return [];
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        // A text that was run again and again is one line, so more rows are read than lines are wanted.
        var runs = await db.AuditEntries.AsNoTracking()
            .Where(e => e.ProjectId == member.Project.Id && e.At >= since && e.UserId == member.UserId && e.Action == "query" && e.Door == "page" && e.Sql != null)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(count * 5)
            .Select(e => new OwnRun(e.Sql!, e.At, e.Outcome, e.Rows, e.DurationMs))
            .ToListAsync(cancellationToken);
        return [.. runs.DistinctBy(run => run.Sql.Trim()).Take(count)];
    }

    private static IQueryable<AuditEntry> Of(PlatformDbContext db, Member admin) =>
        db.AuditEntries.AsNoTracking().Where(e => e.ProjectId == admin.Project.Id);

    private static IQueryable<AuditEntry> PlatformWide(PlatformDbContext db) => db.AuditEntries.AsNoTracking().Where(e => e.IsPlatformWide);

    private static string? Words(AuditFilter filter) => filter.IsEmpty ? null : string.Join(", ", new[]
    {
        filter.UserId is { } user ? $"person {user}" : null, filter.Action, filter.Outcome, filter.Door is { } by ? $"by {by}" : null,
        filter.From is { } from ? $"from {from:u}" : null, filter.Until is { } until ? $"until {until:u}" : null, filter.Text is { } text ? $"with \"{text}\"" : null,
    }.OfType<string>());
}

/// <param name="Outcome">ran, refused, failed, stopped.</param>
public sealed record OwnRun(string Sql, DateTimeOffset At, string Outcome, int? Rows, long? DurationMs);
