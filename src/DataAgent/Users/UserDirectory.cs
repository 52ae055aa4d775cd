using System.Text.RegularExpressions;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Users;

/// <summary>What became of an attempt to add or change a user.</summary>
public abstract record UserOutcome
{
    private UserOutcome() { }

    public sealed record Saved(User User) : UserOutcome;
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : UserOutcome;

    /// <summary>Not done; the sentence says why and what to do.</summary>
    /// <param name="IsConflict">Nobody may do it as things are.</param>
    public sealed record Refused(string Message, bool IsConflict = false) : UserOutcome;
}

/// <summary>The people who may sign in. Platform administrators look after it.</summary>
public sealed partial class UserDirectory(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    /// <summary>The person of the zero-config start, and of the command line unless it names another.</summary>
    public const string LocalAdministrator = "admin@localhost";

    internal static readonly UserOutcome.Refused NotAnAdministrator = new("Only a platform administrator manages users.");

    public static string Normalize(string email) => email.Trim().ToLowerInvariant();

    public async Task<User?> FindByIdAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
    }

    public async Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var address = Normalize(email);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == address, cancellationToken);
    }

    /// <summary>Everyone, for platform administrators; empty for anyone else.</summary>
    public async Task<IReadOnlyList<User>> ListAsync(User actor, CancellationToken cancellationToken)
    {
        if (!actor.IsPlatformAdministrator)
            return [];
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking().OrderBy(u => u.Email).ToListAsync(cancellationToken);
    }

    public async Task<UserOutcome> AddAsync(User actor, string email, string displayName, bool isAdministrator, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!actor.IsPlatformAdministrator)
            return NotAnAdministrator;
        List<FieldError> errors = [];
        if (!IsAddress(email))
            errors.Add(new("email", "Give an e-mail address, such as ada@example.com."));
        if (displayName.Trim().Length is 0 or > 100)
            errors.Add(new("name", "Give a name of at most 100 characters."));
        return errors.Count > 0
            ? new UserOutcome.Invalid(errors)
            : await InsertAsync(New(email, displayName.Trim(), isAdministrator, clock.GetUtcNow()), actor.Id, door, cancellationToken);
    }

    /// <summary>An account for somebody whom a provider or a proxy vouches for; the settings must have allowed it.</summary>
    /// <returns>Null: this is no e-mail address.</returns>
    internal async Task<User?> AddVouchedForAsync(string email, string? name, CancellationToken cancellationToken)
    {
        if (!IsAddress(email))
            return null;
        var displayName = name?.Trim() is { Length: > 0 and <= 100 } given ? given : Normalize(email).Split('@')[0];
        return await InsertAsync(New(email, displayName, isAdministrator: false, clock.GetUtcNow()), null, QueryDoor.Page, cancellationToken) is UserOutcome.Saved saved
            ? saved.User
            : await FindByEmailAsync(email, cancellationToken);
    }

    /// <summary>The local administrator, made when there is none yet. Whoever may call this holds the platform's keys anyway.</summary>
    public async Task<User> EnsureLocalAdministratorAsync(CancellationToken cancellationToken)
    {
        if (await FindByEmailAsync(LocalAdministrator, cancellationToken) is { } known)
            return known;
        var outcome = await InsertAsync(New(LocalAdministrator, "Local administrator", isAdministrator: true, clock.GetUtcNow()), null, QueryDoor.CommandLine, cancellationToken);
        return outcome is UserOutcome.Saved saved ? saved.User : (await FindByEmailAsync(LocalAdministrator, cancellationToken))!;
    }

    internal static bool IsAddress(string email) => email.Length <= 254 && EmailPattern().IsMatch(Normalize(email));

    internal static User New(string email, string displayName, bool isAdministrator, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Email = Normalize(email),
        DisplayName = displayName,
        IsPlatformAdministrator = isAdministrator,
        CreatedAt = now,
    };

    private async Task<UserOutcome> InsertAsync(User user, Guid? actor, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.Users.Add(user);
        db.AuditEntries.Add(ProjectAudit.Entry("user.add", actor ?? user.Id, null, door, user.CreatedAt, user.Email));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new UserOutcome.Saved(user);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new UserOutcome.Invalid([new("email", "Someone with this e-mail address is there already.")]);
        }
    }

    [GeneratedRegex(@"^[^@\s\p{C}]+@[^@\s\p{C}]+\z")]
    private static partial Regex EmailPattern();
}
