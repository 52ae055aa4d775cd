using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Users;

/// <summary>A person as a provider describes them, after its signature was checked.</summary>
/// <param name="Provider">Its name in the settings.</param>
/// <param name="IsVerified">The provider says that the address is theirs.</param>
public sealed record ProviderPerson(string Provider, string Subject, string? Email, bool IsVerified, string? Name);

/// <summary>What became of a sign-in with a provider.</summary>
public abstract record ExternalOutcome
{
    private ExternalOutcome() { }

    public sealed record Entered(User User) : ExternalOutcome;
    public sealed record Refused(ExternalRefusal Reason) : ExternalOutcome;
}

/// <summary><see cref="Other"/>: the account is linked with somebody else of this provider. <see cref="Taken"/>: they are linked with another account.</summary>
public enum ExternalRefusal { Unverified, Domain, Stranger, Disabled, Other, Taken }

/// <summary>Finds the account of a person whom a provider vouches for: by an earlier link, else by a verified address, which makes the link.</summary>
public sealed class ExternalSignIn(
    IDbContextFactory<PlatformDbContext> database, UserDirectory users, HeaderVisits visits, SignInOptions options, TimeProvider clock)
{
    /// <param name="invited">An address that has an open invitation, whose link the person holds: it may come without an account. Null: none.</param>
    public async Task<ExternalOutcome> EnterAsync(ProviderPerson who, string? invited, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var (user, refusal) = await FindAsync(db, who, invited, cancellationToken);
        db.AuditEntries.Add(refusal is { } reason
            ? AccountAudit.Refused("user.sign_in_failed", user?.Id, QueryDoor.Page, clock.GetUtcNow(), $"{who.Provider}: {reason.ToString().ToLowerInvariant()}")
            : AccountAudit.Done("user.sign_in", user!.Id, QueryDoor.Page, clock.GetUtcNow(), who.Provider));
        await db.SaveChangesAsync(cancellationToken);
        return refusal is null ? new ExternalOutcome.Entered(user!) : new ExternalOutcome.Refused(refusal.Value);
    }

    /// <summary>Links a person of a provider with the account that is signed in; here the address need not be verified, nor be the same.</summary>
    /// <returns>Null: linked.</returns>
    public async Task<ExternalRefusal?> LinkAsync(Guid userId, ProviderPerson who, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (IsKeptOut(who) is { } refusal)
            return refusal;
        if (await db.ExternalLogins.SingleOrDefaultAsync(l => l.Provider == who.Provider && l.Subject == who.Subject, cancellationToken) is { } known)
            return known.UserId == userId ? null : ExternalRefusal.Taken;
        if (await db.ExternalLogins.AnyAsync(l => l.Provider == who.Provider && l.UserId == userId, cancellationToken))
            return ExternalRefusal.Other;
        return await AddLinkAsync(db, userId, who, cancellationToken) ? null : ExternalRefusal.Taken;
    }

    public async Task<IReadOnlyList<ExternalLogin>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.ExternalLogins.AsNoTracking().Where(l => l.UserId == userId).OrderBy(l => l.Provider).ToListAsync(cancellationToken);
    }

    /// <returns>False: there was no such link.</returns>
    public async Task<bool> UnlinkAsync(Guid userId, string provider, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var links = await db.ExternalLogins.Where(l => l.UserId == userId && l.Provider == provider).ToListAsync(cancellationToken);
        if (links.Count == 0)
            return false;
        db.ExternalLogins.RemoveRange(links);
        db.AuditEntries.Add(AccountAudit.Done("user.unlink", userId, door, clock.GetUtcNow(), provider));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Whom a trusted proxy names; the proxy has signed them in, and says so with every request.</summary>
    /// <returns>Null: there is no such account, or it is disabled.</returns>
    public async Task<User?> FindVouchedForAsync(string email, CancellationToken cancellationToken)
    {
        var user = await users.FindByEmailAsync(email, cancellationToken);
        if (user is null && options.AllowNewUsers)
            user = await users.AddVouchedForAsync(email, null, cancellationToken);
        if (user is not { DisabledAt: null })
            return null;
        await visits.NoteAsync(user, cancellationToken);
        return user;
    }

    private async Task<(User? User, ExternalRefusal? Refusal)> FindAsync(
        PlatformDbContext db, ProviderPerson who, string? invited, CancellationToken cancellationToken)
    {
        var linked = await (
            from login in db.ExternalLogins
            join user in db.Users on login.UserId equals user.Id
            where login.Provider == who.Provider && login.Subject == who.Subject
            select user).SingleOrDefaultAsync(cancellationToken);
        if (IsKeptOut(who) is { } refusal)
            return (linked, refusal);
        if (linked is not null)
            return (linked, linked.DisabledAt is null ? null : ExternalRefusal.Disabled);
        return who is { IsVerified: true, Email: not null }
            ? await MatchAsync(db, who, invited, cancellationToken)
            : (null, ExternalRefusal.Unverified);
    }

    private async Task<(User? User, ExternalRefusal? Refusal)> MatchAsync(
        PlatformDbContext db, ProviderPerson who, string? invited, CancellationToken cancellationToken)
    {
        var address = UserDirectory.Normalize(who.Email!);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Email == address, cancellationToken);
        if (user is null)
        {
            if (!(options.AllowNewUsers || address == invited) || await users.AddVouchedForAsync(address, who.Name, cancellationToken) is not { } added)
                return (null, ExternalRefusal.Stranger);
            user = added;
        }

        if (user.DisabledAt is not null)
            return (user, ExternalRefusal.Disabled);
        // An address can be given to a new person; then the old one's subject is linked already, and theirs is another.
        if (await db.ExternalLogins.AnyAsync(l => l.Provider == who.Provider && l.UserId == user.Id, cancellationToken))
            return (user, ExternalRefusal.Other);
        return await AddLinkAsync(db, user.Id, who, cancellationToken) ? (user, null) : (user, ExternalRefusal.Other);
    }

    private ExternalRefusal? IsKeptOut(ProviderPerson who)
    {
        if (!options.Providers.TryGetValue(who.Provider, out var provider) || provider.AllowedDomains.Count == 0)
            return null;
        return who is not { IsVerified: true, Email: { } email } ? ExternalRefusal.Unverified : provider.Allows(email) ? null : ExternalRefusal.Domain;
    }

    /// <returns>False: somebody else was quicker.</returns>
    private async Task<bool> AddLinkAsync(PlatformDbContext db, Guid userId, ProviderPerson who, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var login = new ExternalLogin { Provider = who.Provider, Subject = who.Subject, UserId = userId, Email = who.Email ?? "", LinkedAt = now };
        var entry = AccountAudit.Done("user.link", userId, QueryDoor.Page, now, who.Provider);
        db.ExternalLogins.Add(login);
        db.AuditEntries.Add(entry);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.Entry(login).State = EntityState.Detached;
            db.Entry(entry).State = EntityState.Detached;
            return await db.ExternalLogins.AnyAsync(l => l.Provider == who.Provider && l.Subject == who.Subject && l.UserId == userId, cancellationToken);
        }
    }
}
