using DataAgent.Data;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Audit;

/// <summary>Reads a part of the log from the newest entry on, along an index.</summary>
/// <param name="entries">The part that the reader may see.</param>
/// <param name="isOfProject">Of one project, where there are indexes by person, action and outcome.</param>
internal sealed class AuditWalk(PlatformDbContext db, IQueryable<AuditEntry> entries, bool isOfProject)
{
    /// <summary>
    /// One page. Of the filters, times and one more choose the index that is walked along; the others judge each entry met on the way, and of
    /// those at most <see cref="AuditLog.Window"/> are met.
    /// </summary>
    public async Task<AuditPage> PageAsync(AuditFilter filter, AuditCursor? after, CancellationToken cancellationToken)
    {
        var (walked, rest) = Along(filter);
        var path = Newest(After(walked, after));
        var isSearch = rest != new AuditFilter();
        var met = isSearch ? Newest(Where(path.Take(AuditLog.Window), rest)) : path;
        var lines = await Lines(met.Take(AuditLog.PageSize + 1)).ToListAsync(cancellationToken);
        if (lines.Count > AuditLog.PageSize)
            return new AuditPage(lines[..AuditLog.PageSize], CursorOf(lines[AuditLog.PageSize - 1].Entry));
        if (!isSearch)
            return new AuditPage(lines, null);

        var end = await path.Skip(AuditLog.Window - 1).Select(e => new { e.At, e.Id }).FirstOrDefaultAsync(cancellationToken);
        return end is null ? new AuditPage(lines, null) : new AuditPage(lines, new AuditCursor(end.At, end.Id), end.At);
    }

    /// <summary>Everything that the filter lets through, row by row.</summary>
    public IAsyncEnumerable<AuditLine> All(AuditFilter filter)
    {
        var (walked, rest) = Along(filter);
        return Lines(Newest(Where(walked, rest))).AsAsyncEnumerable();
    }

    /// <summary>The entries that an index leads along, and what is left to judge.</summary>
    private (IQueryable<AuditEntry> Walked, AuditFilter ToJudge) Along(AuditFilter filter)
    {
        var walked = entries;
        if (filter.From is { } from)
            walked = walked.Where(e => e.At >= from);
        if (filter.Until is { } until)
            walked = walked.Where(e => e.At < until);
        filter = filter with { From = null, Until = null };
        return filter switch
        {
            _ when !isOfProject => (walked, filter),
            { UserId: { } user } => (walked.Where(e => e.UserId == user), filter with { UserId = null }),
            { Action: { } action } => (walked.Where(e => e.Action == action), filter with { Action = null }),
            { Outcome: { } outcome } => (walked.Where(e => e.Outcome == outcome), filter with { Outcome = null }),
            _ => (walked, filter),
        };
    }

    private static IQueryable<AuditEntry> Where(IQueryable<AuditEntry> met, AuditFilter rest)
    {
        if (rest.UserId is { } user)
            met = met.Where(e => e.UserId == user);
        if (rest.Action is { } action)
            met = met.Where(e => e.Action == action);
        if (rest.Outcome is { } outcome)
            met = met.Where(e => e.Outcome == outcome);
        if (rest.Door is { } door)
            met = met.Where(e => e.Door == door);
        if (rest.Text is { } text)
            met = met.Where(e => EF.Functions.ILike(EF.Functions.Collate(e.Sql!, "C"), Pattern(text), "\\"));
        return met;
    }

    private static IQueryable<AuditEntry> After(IQueryable<AuditEntry> walked, AuditCursor? after) => after is var (at, id)
        ? walked.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(at, id)))
        : walked;

    private static IQueryable<AuditEntry> Newest(IQueryable<AuditEntry> some) => some.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);

    private IQueryable<AuditLine> Lines(IQueryable<AuditEntry> met) =>
        from entry in met
        join user in db.Users on entry.UserId equals user.Id into users
        from user in users.DefaultIfEmpty()
        join project in db.Projects on entry.ProjectId equals project.Id into projects
        from project in projects.DefaultIfEmpty()
        orderby entry.At descending, entry.Id descending
        select new AuditLine(entry, user == null ? null : user.Email, project == null ? null : project.Name);

    private static AuditCursor CursorOf(AuditEntry entry) => new(entry.At, entry.Id);

    /// <summary>Anything around the text; with the collation C, under which only letters of ASCII have two cases, and which is many times quicker.</summary>
    internal static string Pattern(string text) => $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
}
