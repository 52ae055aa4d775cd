using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>What became of an attempt to set a password with a link.</summary>
public abstract record PasswordLinkOutcome
{
    private PasswordLinkOutcome() { }

    public sealed record Done(User User) : PasswordLinkOutcome;

    /// <summary>The link is still good; the sentence says what the password must be.</summary>
    public sealed record Unsuitable(string Message) : PasswordLinkOutcome;

    /// <summary>Unknown, used, expired, or of a disabled person.</summary>
    public sealed record Void : PasswordLinkOutcome;
}

/// <summary>Links with which a person sets a password without the old one: once, and within a time. Links of before are void.</summary>
public sealed class PasswordLinks(IDbContextFactory<PlatformDbContext> database, Passwords passwords, TimeProvider clock)
{
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(1);

    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);

    /// <returns>A token of 43 characters that fit into a URL.</returns>
    public async Task<string> CreateAsync(Guid userId, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var (token, now) = (SignInLinks.NewToken(), clock.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.PasswordLinks.RemoveRange(db.PasswordLinks.Where(l => l.UserId == userId));
        db.PasswordLinks.Add(new PasswordLink
        {
            Id = Guid.CreateVersion7(),
            UserId = userId,
            TokenHash = SignInLinks.Hash(token),
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        });
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>The same by a person for another, which the audit log keeps.</summary>
    public async Task<string> CreateForAsync(User actor, User user, TimeSpan lifetime, QueryDoor door, CancellationToken cancellationToken)
    {
        var token = await CreateAsync(user.Id, lifetime, cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(AccountAudit.Done("user.reset_link", actor.Id, door, clock.GetUtcNow(), user.Email));
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    public async Task<bool> WasMadeSinceAsync(Guid userId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.PasswordLinks.AnyAsync(l => l.UserId == userId && l.CreatedAt > since, cancellationToken);
    }

    /// <summary>Whose link it is, while it is good; looking does not use it up, for mail scanners look too.</summary>
    public async Task<User?> FindUserAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await Good(db, token).Select(pair => pair.User).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<PasswordLinkOutcome> RedeemAsync(string token, string password, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await Good(db, token).SingleOrDefaultAsync(cancellationToken) is not { User: var user, Link: var link })
            return new PasswordLinkOutcome.Void();
        if (PasswordRules.Problem(password, user.Email) is { } problem)
            return new PasswordLinkOutcome.Unsuitable(problem);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Whoever takes the row away has used the link; a second one at the same instant finds none.
        if (await db.PasswordLinks.Where(l => l.Id == link.Id).ExecuteDeleteAsync(cancellationToken) == 0)
            return new PasswordLinkOutcome.Void();
        db.Entry(link).State = EntityState.Detached;
        passwords.Write(db, user, password);
        db.AuditEntries.Add(AccountAudit.Done("user.password_reset", user.Id, QueryDoor.Page, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new PasswordLinkOutcome.Done(user);
    }

    private IQueryable<LinkAndUser> Good(PlatformDbContext db, string token)
    {
        var (hash, now) = (SignInLinks.Hash(token), clock.GetUtcNow());
        return
            from link in db.PasswordLinks
            join user in db.Users on link.UserId equals user.Id
            where link.TokenHash == hash && link.ExpiresAt > now && user.DisabledAt == null
            select new LinkAndUser { Link = link, User = user };
    }

    private sealed class LinkAndUser
    {
        public required PasswordLink Link { get; init; }
        public required User User { get; init; }
    }
}
