using DataAgent.Data;
using DataAgent.Queries;
using DataAgent.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Signs people in by address and password, and locks an account for a while that is being guessed at.</summary>
public sealed class PasswordSignIn(IDbContextFactory<PlatformDbContext> database, PasswordHashes hashes, TimeProvider clock)
{
    public const int MaxFailures = 5;

    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    /// <returns>Null: not signed in. An unknown address, a wrong password, a disabled and a locked account look alike and take the same time.</returns>
    public async Task<User?> TryAsync(string email, string password, CancellationToken cancellationToken)
    {
        var address = UserDirectory.Normalize(email);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var isOpen = await TakeAttemptAsync(db, address, cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Email == address, cancellationToken);
        var match = hashes.Compare(isOpen ? user?.PasswordHash : null, password);
        if (match == PasswordMatch.No)
            Refuse(db, user, isOpen);
        else
            Accept(db, user!, match, password);
        await db.SaveChangesAsync(cancellationToken);
        return match == PasswordMatch.No ? null : user;
    }

    /// <summary>Counts the attempt as failed before the password is looked at: a hundred guesses at the same instant are still five.</summary>
    /// <returns>False: there is no such account, or it is disabled or locked.</returns>
    private async Task<bool> TakeAttemptAsync(PlatformDbContext db, string address, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? until = now + LockTime;
        var taken = await db.Users
            .Where(u => u.Email == address && u.DisabledAt == null && (u.LockedUntil == null || u.LockedUntil <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(u => u.LockedUntil, u => u.FailedSignIns + 1 >= MaxFailures ? until : null)
                    .SetProperty(u => u.FailedSignIns, u => u.FailedSignIns + 1 >= MaxFailures ? 0 : u.FailedSignIns + 1),
                cancellationToken);
        return taken == 1;
    }

    private void Refuse(PlatformDbContext db, User? user, bool isOpen)
    {
        var now = clock.GetUtcNow();
        var why = (user, isOpen) switch
        {
            (null, _) => "unknown",
            ({ DisabledAt: not null }, _) => "disabled",
            (_, false) => "locked",
            _ => "password",
        };
        Meters.SignInFailed(why);
        db.AuditEntries.Add(AccountAudit.Refused("user.sign_in_failed", user?.Id, QueryDoor.Page, now, why));
        if (isOpen && user?.LockedUntil > now)
            db.AuditEntries.Add(AccountAudit.Refused("user.lockout", user.Id, QueryDoor.Page, now, $"{MaxFailures} wrong passwords"));
    }

    private void Accept(PlatformDbContext db, User user, PasswordMatch match, string password)
    {
        (user.FailedSignIns, user.LockedUntil) = (0, null);
        if (match == PasswordMatch.Outdated)
            user.PasswordHash = hashes.Make(password);
        db.AuditEntries.Add(AccountAudit.Done("user.sign_in", user.Id, QueryDoor.Page, clock.GetUtcNow(), "password"));
    }
}
