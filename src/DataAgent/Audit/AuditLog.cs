using DataAgent.Data;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Audit;

/// <summary>Who did what. Rows are only ever added.</summary>
public sealed class AuditLog(IDbContextFactory<PlatformDbContext> database)
{
    public const int PageSize = 50;

    public async Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The project's entries, newest first. Only its admins see any.</summary>
    /// <param name="page">0 is the newest.</param>
    public async Task<AuditPage> ListAsync(Member admin, AuditFilter filter, int page, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new AuditPage([], false);

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var entries = db.AuditEntries.AsNoTracking().Where(e => e.ProjectId == admin.Project.Id);
        if (filter.UserId is { } userId)
            entries = entries.Where(e => e.UserId == userId);
        if (filter.Action is { } action)
            entries = entries.Where(e => e.Action == action);
        if (filter.Outcome is { } outcome)
            entries = entries.Where(e => e.Outcome == outcome);
        if (filter.From is { } from)
            entries = entries.Where(e => e.At >= from);
        if (filter.Until is { } until)
            entries = entries.Where(e => e.At < until);

        var lines = await (
            from entry in entries
            join user in db.Users on entry.UserId equals user.Id into users
            from user in users.DefaultIfEmpty()
            orderby entry.At descending, entry.Id descending
            select new AuditLine(entry, user == null ? null : user.Email))
            .Skip(page * PageSize).Take(PageSize + 1).ToListAsync(cancellationToken);
        return new AuditPage(lines.Count > PageSize ? lines[..PageSize] : lines, lines.Count > PageSize);
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
}

/// <param name="Outcome">ran, refused, failed, stopped.</param>
public sealed record OwnRun(string Sql, DateTimeOffset At, string Outcome, int? Rows, long? DurationMs);

/// <summary>What is <c>null</c> does not narrow. Times are UTC, <paramref name="Until"/> is not included.</summary>
public sealed record AuditFilter(Guid? UserId = null, string? Action = null, string? Outcome = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <param name="Email">Of the person, while the account exists.</param>
public sealed record AuditLine(AuditEntry Entry, string? Email);

public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, bool HasMore);
