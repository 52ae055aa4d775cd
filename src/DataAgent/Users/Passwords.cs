using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Sets and changes passwords. Each new one ends every sign-in of the account and lifts its lock.</summary>
public sealed class Passwords(IDbContextFactory<PlatformDbContext> database, PasswordHashes hashes, TimeProvider clock)
{
    private static readonly UserOutcome.Refused NoSuchUser = new("There is no user with that e-mail address. List the users to see who there is.");

    /// <summary>By the person themselves, who says the old one again; whoever has none yet leaves it empty.</summary>
    public async Task<UserOutcome> ChangeAsync(Guid userId, string current, string wanted, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.DisabledAt == null, cancellationToken) is not { } user)
            return NoSuchUser;
        if (user.PasswordHash is { } hash && hashes.Compare(hash, current) == PasswordMatch.No)
        {
            db.AuditEntries.Add(AccountAudit.Refused("user.password_change", userId, door, clock.GetUtcNow(), "password"));
            await db.SaveChangesAsync(cancellationToken);
            return new UserOutcome.Invalid([new("current_password", "This is not your password.")]);
        }

        if (PasswordRules.Problem(wanted, user.Email) is { } problem)
            return new UserOutcome.Invalid([new("new_password", problem)]);
        Write(db, user, wanted);
        db.AuditEntries.Add(AccountAudit.Done("user.password_change", userId, door, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return new UserOutcome.Saved(user);
    }

    /// <summary>By a platform administrator, for anybody.</summary>
    public async Task<UserOutcome> SetAsync(User actor, string email, string wanted, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!actor.IsPlatformAdministrator)
            return UserDirectory.NotAnAdministrator;
        var address = UserDirectory.Normalize(email);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(u => u.Email == address, cancellationToken) is not { } user)
            return NoSuchUser;
        if (PasswordRules.Problem(wanted, user.Email) is { } problem)
            return new UserOutcome.Invalid([new("password", problem)]);
        Write(db, user, wanted);
        db.AuditEntries.Add(AccountAudit.Done("user.password_set", actor.Id, door, clock.GetUtcNow(), address));
        await db.SaveChangesAsync(cancellationToken);
        return new UserOutcome.Saved(user);
    }

    public async Task<bool> HasOneAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(u => u.Id == userId && u.PasswordHash != null, cancellationToken);
    }

    internal void Write(PlatformDbContext db, User user, string password)
    {
        (user.PasswordHash, user.FailedSignIns, user.LockedUntil) = (hashes.Make(password), 0, null);
        Sessions.End(db, user);
    }
}
