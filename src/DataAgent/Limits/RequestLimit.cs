using System.Collections.Concurrent;
using DataAgent.Data;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Limits;

/// <summary>Counts requests of each person, over all processes of the platform.</summary>
/// <remarks>
/// A process takes leave for a tenth of the limit at a time, with one statement; what it has left when the minute is over is lost. So a limit is never
/// exceeded, and with several processes a person may meet it up to a tenth for each of them early.
/// </remarks>
public sealed class RequestLimit(IDbContextFactory<PlatformDbContext> database, LimitsOptions options, TimeProvider clock)
{
    private const int Parts = 10;

    private readonly ConcurrentDictionary<Guid, RequestLease> _leases = new();

    /// <returns>Null: go on. Else the time after which the person may ask again.</returns>
    public async ValueTask<TimeSpan?> TakeAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var minute = now.ToUnixTimeSeconds() / 60;
        var lease = _leases.GetOrAdd(userId, _ => new RequestLease());
        return lease.TryTake(minute) || await RenewAsync(userId, lease, minute, cancellationToken)
            ? null
            : DateTimeOffset.FromUnixTimeSeconds((minute + 1) * 60) - now;
    }

    private async Task<bool> RenewAsync(Guid userId, RequestLease lease, long minute, CancellationToken cancellationToken)
    {
        if (lease.IsSpent(minute))
            return false;
        await lease.Asking.WaitAsync(cancellationToken);
        try
        {
            while (!lease.TryTake(minute))
            {
                if (lease.IsSpent(minute))
                    return false;
                lease.Fill(minute, await LeaseAsync(userId, minute, cancellationToken));
            }

            return true;
        }
        finally
        {
            lease.Asking.Release();
        }
    }

    /// <summary>Less and less, so that the last ones of a limit are not lost.</summary>
    private async Task<int> LeaseAsync(Guid userId, long minute, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        for (var wanted = Math.Max(1, options.RequestsPerMinute / Parts); wanted > 0; wanted /= 2)
        {
            // A process whose clock is behind counts into the newer minute.
            var changed = await db.Database.ExecuteSqlAsync($"""
                insert into request_count as c (user_id, minute, taken) values ({userId}, {minute}, {wanted})
                on conflict (user_id) do update
                set taken = case when c.minute < excluded.minute then excluded.taken else c.taken + excluded.taken end,
                    minute = greatest(c.minute, excluded.minute)
                where c.minute < excluded.minute or c.taken + excluded.taken <= {options.RequestsPerMinute}
                """, cancellationToken);
            if (changed > 0)
                return wanted;
        }

        return 0;
    }
}
