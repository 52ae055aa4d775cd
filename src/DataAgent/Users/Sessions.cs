using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Whether sign-ins are still good, and how all of a person's end at once.</summary>
public sealed class Sessions(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    /// <param name="stamp">The account's <see cref="User.SecurityStamp"/> when the person signed in.</param>
    /// <returns>False: the account is disabled or gone, its password changed, or somebody ended its sign-ins.</returns>
    public async Task<bool> IsCurrentAsync(Guid userId, Guid stamp, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(u => u.Id == userId && u.SecurityStamp == stamp && u.DisabledAt == null, cancellationToken);
    }

    /// <summary>Every sign-in of this person ends, this one too, and so do links that would make another.</summary>
    public async Task EndAllAsync(Guid userId, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) is not { } user)
            return;
        End(db, user);
        db.AuditEntries.Add(AccountAudit.Done("user.sign_out_everywhere", userId, door, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>For those who change the account in the same transaction.</summary>
    internal static void End(PlatformDbContext db, User user)
    {
        user.SecurityStamp = Guid.NewGuid();
        db.SignInLinks.RemoveRange(db.SignInLinks.Where(l => l.UserId == user.Id));
        db.PasswordLinks.RemoveRange(db.PasswordLinks.Where(l => l.UserId == user.Id));
    }
}
