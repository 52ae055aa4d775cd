using System.Globalization;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DataAgent.Audit;

/// <summary>Lets entries go that are older than the operator keeps them: the only way out of the log, and it is in the log itself.</summary>
public sealed partial class AuditRetention(IDbContextFactory<PlatformDbContext> database, AuditOptions options, TimeProvider clock, ILogger<AuditRetention> logger)
{
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    // Short transactions: whoever writes an entry meanwhile does not wait.
    internal const int Batch = 5_000;

    /// <summary>Looks at once and then every hour, until it is cancelled. Ends at once where entries stay for good.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.RetentionDays is null)
            return;
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await ExpireAsync(cancellationToken);
            }
            catch (Exception e) when (e is System.Data.Common.DbException || e.InnerException is System.Data.Common.DbException)
            {
                LogFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <returns>How many went. Zero also when another process is at it.</returns>
    public async Task<long> ExpireAsync(CancellationToken cancellationToken)
    {
        if (options.RetentionDays is not { } days)
            return 0;
        var before = clock.GetUtcNow().AddDays(-days);
        long gone = 0;
        while (await ExpireBatchAsync(before, cancellationToken) is > 0 and var count)
            gone += count;
        if (gone > 0)
            LogGone(logger, gone, before);
        return gone;
    }

    /// <summary>The entry that tells of it is written with it: one a batch.</summary>
    private async Task<long> ExpireBatchAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Replicas do not wait for each other: who comes second leaves it to the first.
        if (!await db.TryClaimAsync("audit retention", cancellationToken))
            return 0;
        var count = await db.Database.SqlQuery<long>($"select expire_audit_entries({before}, {Batch}) as \"Value\"").SingleAsync(cancellationToken);
        if (count == 0)
            return 0;
        var entry = ProjectAudit.Entry("audit.expire", null, null, QueryDoor.Service, clock.GetUtcNow(), before.ToString("u", CultureInfo.InvariantCulture));
        entry.Rows = (int)count;
        db.AuditEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} audit entries from before {Before} went, as Audit:RetentionDays says")]
    private static partial void LogGone(ILogger logger, long count, DateTimeOffset before);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old audit entries could not be removed; it is tried again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
