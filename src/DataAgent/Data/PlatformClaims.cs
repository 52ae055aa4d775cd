using Microsoft.EntityFrameworkCore;

namespace DataAgent.Data;

/// <summary>Work that one process of the platform does at a time.</summary>
internal static class PlatformClaims
{
    /// <summary>Claims the work until the transaction ends, without waiting. Needs a transaction.</summary>
    /// <returns>False: another process is at it.</returns>
    public static Task<bool> TryClaimAsync(this PlatformDbContext db, string work, CancellationToken cancellationToken)
    {
        var name = $"dataagent {work}";
        return db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock(hashtext({name})) as \"Value\"").SingleAsync(cancellationToken);
    }
}
