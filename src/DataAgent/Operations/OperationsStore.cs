using System.Reflection;
using DataAgent.Conversations;
using DataAgent.Data;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Operations;

/// <summary>Reads how the platform fares, for platform administrators.</summary>
public sealed class OperationsStore(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    private const int MostLines = 20;

    private static readonly string _product =
        typeof(OperationsStore).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    /// <returns>Null: the person is no platform administrator.</returns>
    public async Task<OperationsReport?> FindAsync(User? administrator, CancellationToken cancellationToken)
    {
        if (administrator is not { IsPlatformAdministrator: true, DisabledAt: null })
            return null;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return new OperationsReport(
            await ReadVersionsAsync(db, cancellationToken),
            await db.Database.SqlQueryRaw<LiveServer>(ServersSql).ToListAsync(cancellationToken),
            await db.Database.SqlQueryRaw<int>(WaitingSql).SingleAsync(cancellationToken),
            await db.Database.SqlQueryRaw<Connections>(ConnectionsSql).SingleAsync(cancellationToken),
            await ListQueriesAsync(db, cancellationToken),
            await ListSlowestAsync(db, cancellationToken),
            await ListModelErrorsAsync(db, cancellationToken));
    }

    // The lock of a process names its owner by a part of the id: see ProcessLock.
    private static readonly string ServersSql = $"""
        select host(a.client_addr) as address, a.backend_start as since,
               (select count(*)::int from agent_run r where r.status = 'Running' and {ProcessLock.KeyOf("r.owner")}::oid = l.objid) as live_runs
        from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where {ProcessLock.IsOne("l")} order by a.backend_start
        """;

    private static readonly string WaitingSql = $"""
        select count(*)::int as "Value" from agent_run r where r.status = 'Running' and (r.owner is null or not {ProcessLock.IsHeldBy("r.owner")})
        """;

    private const string ConnectionsSql = """
        select count(*)::int as open, (count(*) filter (where state = 'active'))::int as active, current_setting('max_connections')::int as "limit"
        from pg_stat_activity where datname = current_database()
        """;

    private static async Task<Versions> ReadVersionsAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        var server = await db.Database.SqlQueryRaw<string>("""select current_setting('server_version') as "Value" """).SingleAsync(cancellationToken);
        return new Versions(_product, server, (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Last());
    }

    private async Task<IReadOnlyList<QueryCount>> ListQueriesAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow().AddHours(-1);
        var counts = await db.AuditEntries.AsNoTracking().Where(e => e.At >= since && e.Action == "query")
            .GroupBy(e => new { e.Outcome, Kind = e.Outcome == "refused" || e.Outcome == "failed" ? e.Detail ?? "" : "" })
            .Select(g => new QueryCount(g.Key.Outcome, g.Key.Kind, g.Count()))
            .ToListAsync(cancellationToken);
        return [.. counts.OrderBy(one => one.Outcome, StringComparer.Ordinal).ThenByDescending(one => one.Count).ThenBy(one => one.Kind, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<SlowQuery>> ListSlowestAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow().AddDays(-1);
        return await db.AuditEntries.AsNoTracking().Where(e => e.At >= since && e.Action == "query" && e.DurationMs != null)
            .OrderByDescending(e => e.DurationMs).ThenByDescending(e => e.At).Take(MostLines)
            .Join(db.Projects, e => e.ProjectId, p => p.Id, (e, p) => new SlowQuery(p.Slug, e.At, e.Outcome, e.DurationMs!.Value, e.Relations.Count))
            .ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<ModelError>> ListModelErrorsAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow().AddDays(-1);
        var errors = await db.ModelCalls.AsNoTracking().Where(c => c.At >= since && c.Failure != null)
            .GroupBy(c => new { c.Provider, c.Failure })
            .Select(g => new ModelError(g.Key.Provider, g.Key.Failure!, g.Count(), g.Max(c => c.At)))
            .ToListAsync(cancellationToken);
        return [.. errors.OrderByDescending(one => one.Count).Take(MostLines)];
    }
}
