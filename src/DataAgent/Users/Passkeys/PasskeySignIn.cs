using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Signs in whoever's device gave a right signature, and keeps what the device counted.</summary>
public sealed class PasskeySignIn(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    /// <param name="used">As the handler of passkeys returns it, its signature checked.</param>
    public async Task<PasskeyEntry> EnterAsync(Guid userId, UserPasskeyInfo used, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.DisabledAt == null, cancellationToken) is not { } user)
        {
            await RefuseAsync(used.CredentialId, "disabled", cancellationToken);
            return new PasskeyEntry.Disabled();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await CountAsync(db, userId, used, cancellationToken))
        {
            await transaction.RollbackAsync(cancellationToken);
            await RefuseAsync(used.CredentialId, "refused", cancellationToken);
            return new PasskeyEntry.Void();
        }

        db.AuditEntries.Add(AccountAudit.Done("user.sign_in", userId, QueryDoor.Page, clock.GetUtcNow(), "passkey"));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new PasskeyEntry.Entered(user);
    }

    /// <summary>Notes an attempt that failed.</summary>
    /// <param name="credentialId">Which passkey it was said to be; null: none that could be read.</param>
    /// <param name="why">One of our own words.</param>
    public async Task RefuseAsync(byte[]? credentialId, string why, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var userId = await db.Passkeys.Where(p => p.CredentialId == credentialId).Select(p => (Guid?)p.UserId).SingleOrDefaultAsync(cancellationToken);
        db.AuditEntries.Add(AccountAudit.Refused("user.sign_in_failed", userId, QueryDoor.Page, clock.GetUtcNow(), $"passkey: {why}"));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Compared once more where it is written: of a device and its copy at the same instant one is let in.</summary>
    private async Task<bool> CountAsync(PlatformDbContext db, Guid userId, UserPasskeyInfo used, CancellationToken cancellationToken)
    {
        var (id, count, now) = (used.CredentialId, (long)used.SignCount, (DateTimeOffset?)clock.GetUtcNow());
        return await db.Passkeys
            .Where(p => p.UserId == userId && p.CredentialId == id && (p.SignCount < count || (p.SignCount == 0 && count == 0)))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.SignCount, count)
                    .SetProperty(p => p.IsBackedUp, used.IsBackedUp)
                    .SetProperty(p => p.LastUsedAt, now),
                cancellationToken) == 1;
    }
}
