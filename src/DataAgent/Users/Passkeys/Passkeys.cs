using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Users;

/// <summary>The passkeys that people have. Each sees and changes their own; platform administrators see and remove those of others.</summary>
public sealed class Passkeys(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    public const int MaxName = 60, MaxPasskeys = 20;

    private static readonly PasskeyOutcome.Refused NoSuchPasskey = new("There is no such passkey. List them to see which there are.");

    private static readonly PasskeyOutcome.Refused NotAnAdministrator = new("Only a platform administrator looks after the passkeys of others.");

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<PasskeyLine>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Passkeys.Where(p => p.UserId == userId).OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id)
            .Select(p => new PasskeyLine(p.Id, p.Name, p.CreatedAt, p.LastUsedAt)).ToListAsync(cancellationToken);
    }

    /// <returns>What keeps somebody from adding a passkey of this name; empty: nothing.</returns>
    public async Task<IReadOnlyList<FieldError>> CheckAsync(Guid userId, string name, CancellationToken cancellationToken)
    {
        if (NameProblem(name) is { } problem)
            return [problem];
        var wanted = name.Trim();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Passkeys.AnyAsync(p => p.UserId == userId && p.Name == wanted, cancellationToken))
            return [Taken];
        return await db.Passkeys.CountAsync(p => p.UserId == userId, cancellationToken) >= MaxPasskeys
            ? [new("name", $"You have {MaxPasskeys} passkeys, which is as many as an account can have. Remove one first.")]
            : [];
    }

    /// <param name="made">As the handler of passkeys returns it, checked.</param>
    public async Task<PasskeyOutcome> AddAsync(Guid userId, string name, UserPasskeyInfo made, QueryDoor door, CancellationToken cancellationToken)
    {
        if (await CheckAsync(userId, name, cancellationToken) is { Count: > 0 } errors)
            return new PasskeyOutcome.Invalid(errors);
        var passkey = New(userId, name.Trim(), made, clock.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.Passkeys.Add(passkey);
        db.AuditEntries.Add(AccountAudit.Done("user.passkey_add", userId, door, passkey.CreatedAt, passkey.Name));
        return await SaveAsync(db, passkey, cancellationToken);
    }

    public async Task<PasskeyOutcome> RenameAsync(Guid userId, Guid id, string name, QueryDoor door, CancellationToken cancellationToken)
    {
        if (NameProblem(name) is { } problem)
            return new PasskeyOutcome.Invalid([problem]);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Passkeys.SingleOrDefaultAsync(p => p.Id == id && p.UserId == userId, cancellationToken) is not { } passkey)
            return NoSuchPasskey;
        if (passkey.Name == name.Trim())
            return new PasskeyOutcome.Saved(Line(passkey));
        db.AuditEntries.Add(AccountAudit.Done("user.passkey_rename", userId, door, clock.GetUtcNow(), $"{passkey.Name}: {name.Trim()}"));
        passkey.Name = name.Trim();
        return await SaveAsync(db, passkey, cancellationToken);
    }

    public async Task<PasskeyOutcome> RemoveAsync(Guid userId, Guid id, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await RemoveAsync(db, userId, userId, id, door, passkey => passkey.Name, cancellationToken);
    }

    /// <summary>Those of somebody, for themselves and for platform administrators; null for anyone else, and when there is no such person.</summary>
    public async Task<IReadOnlyList<PasskeyLine>?> ListForAsync(User actor, string email, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await FindPersonAsync(db, actor, email, cancellationToken) is { } person ? await ListAsync(person.Id, cancellationToken) : null;
    }

    /// <summary>Takes a passkey from somebody, as when their device was stolen; by themselves or by a platform administrator.</summary>
    public async Task<PasskeyOutcome> RemoveForAsync(User actor, string email, Guid id, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await FindPersonAsync(db, actor, email, cancellationToken) is not { } person)
            return actor.IsPlatformAdministrator ? NoSuchPasskey : NotAnAdministrator;
        return await RemoveAsync(
            db, actor.Id, person.Id, id, door, passkey => person.Id == actor.Id ? passkey.Name : $"{person.Email}: {passkey.Name}", cancellationToken);
    }

    private static FieldError Taken => new("name", "You have a passkey of this name. Choose another.");

    private static FieldError? NameProblem(string name) => name.Trim().Length is 0 or > MaxName || name.Any(char.IsControl)
        ? new("name", $"Give a name of at most {MaxName} characters, so that you know it again.")
        : null;

    private static async Task<User?> FindPersonAsync(PlatformDbContext db, User actor, string email, CancellationToken cancellationToken)
    {
        var address = UserDirectory.Normalize(email);
        return actor.IsPlatformAdministrator || actor.Email == address
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == address, cancellationToken)
            : null;
    }

    private async Task<PasskeyOutcome> RemoveAsync(
        PlatformDbContext db, Guid actorId, Guid userId, Guid id, QueryDoor door, Func<Passkey, string> detail, CancellationToken cancellationToken)
    {
        if (await db.Passkeys.SingleOrDefaultAsync(p => p.Id == id && p.UserId == userId, cancellationToken) is not { } passkey)
            return NoSuchPasskey;
        db.Passkeys.Remove(passkey);
        db.AuditEntries.Add(AccountAudit.Done("user.passkey_remove", actorId, door, clock.GetUtcNow(), detail(passkey)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new PasskeyOutcome.Saved(Line(passkey));
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else was quicker.
            return NoSuchPasskey;
        }
    }

    private static async Task<PasskeyOutcome> SaveAsync(PlatformDbContext db, Passkey passkey, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new PasskeyOutcome.Saved(Line(passkey));
        }
        catch (DbUpdateConcurrencyException)
        {
            return NoSuchPasskey;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new PasskeyOutcome.Invalid([Taken]);
        }
    }

    private static Passkey New(Guid userId, string name, UserPasskeyInfo made, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        UserId = userId,
        Name = name,
        CredentialId = made.CredentialId,
        PublicKey = made.PublicKey,
        SignCount = made.SignCount,
        Transports = [.. made.Transports ?? []],
        IsBackupEligible = made.IsBackupEligible,
        IsBackedUp = made.IsBackedUp,
        CreatedAt = now,
    };

    private static PasskeyLine Line(Passkey passkey) => new(passkey.Id, passkey.Name, passkey.CreatedAt, passkey.LastUsedAt);
}
