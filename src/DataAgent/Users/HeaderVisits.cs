using System.Collections.Concurrent;
using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>
/// A proxy vouches with every request; the audit log has one entry for each visit: a person, from an address, until they stay away for long.
/// </summary>
/// <remarks>Known to this process alone, so after a restart and on another server a visit is noted once more.</remarks>
public sealed class HeaderVisits(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    /// <summary>Without a request for this long, the next one is another visit.</summary>
    public static readonly TimeSpan Absence = TimeSpan.FromHours(12);

    /// <summary>So that a proxy which forwards made-up addresses fills no memory.</summary>
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<(Guid UserId, string? Address), DateTimeOffset> _seen = new();

    internal async Task NoteAsync(User user, CancellationToken cancellationToken)
    {
        var (key, now) = ((user.Id, CallerAddress.Current), clock.GetUtcNow());
        if (!IsFirst(key, now))
            return;
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            db.AuditEntries.Add(AccountAudit.Done("user.sign_in", user.Id, QueryDoor.Page, now, "trusted header"));
            await db.SaveChangesAsync(cancellationToken);
        }
        catch
        {
            // It was not noted, so the next request does it.
            _seen.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>Of requests at the same instant one is the first.</summary>
    private bool IsFirst((Guid, string?) key, DateTimeOffset now)
    {
        if (_seen.Count >= MaxKept)
            Forget(now);
        while (true)
        {
            if (!_seen.TryGetValue(key, out var last))
            {
                if (_seen.TryAdd(key, now))
                    return true;
            }
            else if (_seen.TryUpdate(key, now, last))
            {
                return now - last >= Absence;
            }
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, last) in _seen)
        {
            if (now - last >= Absence)
                _seen.TryRemove(key, out _);
        }

        // All of them are there right now, which no real proxy brings about: rather one entry too many than memory without end.
        if (_seen.Count >= MaxKept)
            _seen.Clear();
    }
}
