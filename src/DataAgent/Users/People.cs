using System.Linq.Expressions;
using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Everybody who may sign in, as platform administrators look after them. One administrator always stays.</summary>
public sealed class People(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    public const int PageSize = 50;

    internal static readonly UserOutcome.Refused LastAdministrator = new(
        "This is the last platform administrator. Make someone else one first.", IsConflict: true);

    internal static readonly UserOutcome.Refused NoSuchUser = new("There is no user with that e-mail address. List the users to see who there is.");

    /// <summary>By e-mail address, a page at a time; nobody for anyone but a platform administrator.</summary>
    /// <param name="text">In the address or the name; null or empty: everybody.</param>
    /// <param name="after">The last address of the page before; null: from the first on.</param>
    public async Task<PeopleListing> ListAsync(User actor, string? text, string? after, CancellationToken cancellationToken)
    {
        if (actor is not { IsPlatformAdministrator: true, DisabledAt: null })
            return new PeopleListing([], null, 0);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = db.Users.AsNoTracking();
        if (text?.Trim() is { Length: > 0 } wanted)
        {
            var pattern = $"%{wanted.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            found = found.Where(u => EF.Functions.ILike(u.Email, pattern, "\\") || EF.Functions.ILike(u.DisplayName, pattern, "\\"));
        }

        var count = await found.CountAsync(cancellationToken);
        if (after is not null)
            found = found.Where(u => string.Compare(u.Email, after) > 0);
        var lines = await found.OrderBy(u => u.Email).Take(PageSize + 1)
            .Select(u => new PersonLine(
                u.Id, u.Email, u.DisplayName, u.IsPlatformAdministrator, u.DisabledAt, u.CreatedAt,
                db.Memberships.Count(m => m.UserId == u.Id && db.Projects.Any(p => p.Id == m.ProjectId && p.ArchivedAt == null))))
            .ToListAsync(cancellationToken);
        return new PeopleListing([.. lines.Take(PageSize)], lines.Count > PageSize ? lines[PageSize - 1].Email : null, count);
    }

    /// <summary>The person can no longer sign in; sign-ins and links they have are void at once. Their history stays.</summary>
    public Task<UserOutcome> DisableAsync(User actor, Guid id, QueryDoor door, CancellationToken cancellationToken) =>
        DisableAsync(actor, user => user.Id == id, door, cancellationToken);

    public Task<UserOutcome> DisableAsync(User actor, string email, QueryDoor door, CancellationToken cancellationToken) =>
        DisableAsync(actor, Has(email), door, cancellationToken);

    /// <summary>The person may sign in again, with the password and the linked providers of before.</summary>
    public Task<UserOutcome> EnableAsync(User actor, Guid id, QueryDoor door, CancellationToken cancellationToken) =>
        EnableAsync(actor, user => user.Id == id, door, cancellationToken);

    public Task<UserOutcome> EnableAsync(User actor, string email, QueryDoor door, CancellationToken cancellationToken) =>
        EnableAsync(actor, Has(email), door, cancellationToken);

    public Task<UserOutcome> SetAdministratorAsync(User actor, Guid id, bool isAdministrator, QueryDoor door, CancellationToken cancellationToken) =>
        SetAdministratorAsync(actor, user => user.Id == id, isAdministrator, door, cancellationToken);

    public Task<UserOutcome> SetAdministratorAsync(User actor, string email, bool isAdministrator, QueryDoor door, CancellationToken cancellationToken) =>
        SetAdministratorAsync(actor, Has(email), isAdministrator, door, cancellationToken);

    /// <summary>Every sign-in of this person ends, and so do links that would make another. API tokens stay.</summary>
    public Task<UserOutcome> SignOutAsync(User actor, Guid id, QueryDoor door, CancellationToken cancellationToken) =>
        SignOutAsync(actor, user => user.Id == id, door, cancellationToken);

    /// <inheritdoc cref="SignOutAsync(User, Guid, QueryDoor, CancellationToken)"/>
    public Task<UserOutcome> SignOutAsync(User actor, string email, QueryDoor door, CancellationToken cancellationToken) =>
        SignOutAsync(actor, Has(email), door, cancellationToken);

    private Task<UserOutcome> DisableAsync(User actor, Expression<Func<User, bool>> who, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(actor, who, (db, user) =>
        {
            if (user.Id == actor.Id)
                return new UserOutcome.Refused("Nobody disables their own account. Ask another platform administrator.", IsConflict: true);
            if (user.DisabledAt is not null)
                return null;
            user.DisabledAt = clock.GetUtcNow();
            Sessions.End(db, user);
            db.AuditEntries.Add(ProjectAudit.Entry("user.disable", actor.Id, null, door, clock.GetUtcNow(), user.Email));
            return null;
        }, cancellationToken);

    private Task<UserOutcome> EnableAsync(User actor, Expression<Func<User, bool>> who, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(actor, who, (db, user) =>
        {
            if (user.DisabledAt is null)
                return null;
            (user.DisabledAt, user.FailedSignIns, user.LockedUntil) = (null, 0, null);
            db.AuditEntries.Add(ProjectAudit.Entry("user.enable", actor.Id, null, door, clock.GetUtcNow(), user.Email));
            return null;
        }, cancellationToken);

    private Task<UserOutcome> SetAdministratorAsync(
        User actor, Expression<Func<User, bool>> who, bool isAdministrator, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(actor, who, (db, user) =>
        {
            if (user.IsPlatformAdministrator == isAdministrator)
                return null;
            user.IsPlatformAdministrator = isAdministrator;
            db.AuditEntries.Add(ProjectAudit
                .Entry("user.administrator", actor.Id, null, door, clock.GetUtcNow(), $"{user.Email}: {(isAdministrator ? "yes" : "no")}")
                .With(new AuditChange("administrator", isAdministrator ? "no" : "yes", isAdministrator ? "yes" : "no")));
            return null;
        }, cancellationToken);

    private Task<UserOutcome> SignOutAsync(User actor, Expression<Func<User, bool>> who, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(actor, who, (db, user) =>
        {
            Sessions.End(db, user);
            db.AuditEntries.Add(AccountAudit.Done("user.sign_out_everywhere", actor.Id, door, clock.GetUtcNow(), user.Email));
            return null;
        }, cancellationToken);

    /// <param name="change">Null: changed, or as it shall be already.</param>
    private async Task<UserOutcome> ChangeAsync(
        User actor, Expression<Func<User, bool>> who, Func<PlatformDbContext, User, UserOutcome.Refused?> change, CancellationToken cancellationToken)
    {
        if (actor is not { IsPlatformAdministrator: true, DisabledAt: null })
            return UserDirectory.NotAnAdministrator;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two administrators who close each other's accounts at the same moment wait for each other here, always in the same order.
        await db.Database.ExecuteSqlAsync(
            $"select 1 from (select id from user_account where is_platform_administrator order by id for update) locked", cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(who, cancellationToken) is not { } user)
            return NoSuchUser;
        if (change(db, user) is { } refused)
            return refused;
        await db.SaveChangesAsync(cancellationToken);
        if (!await db.Users.AnyAsync(u => u.IsPlatformAdministrator && u.DisabledAt == null, cancellationToken))
            return LastAdministrator;
        await transaction.CommitAsync(cancellationToken);
        return new UserOutcome.Saved(user);
    }

    private static Expression<Func<User, bool>> Has(string email)
    {
        var address = UserDirectory.Normalize(email);
        return user => user.Email == address;
    }
}

/// <param name="Next">Where the next page begins; null: there is none.</param>
/// <param name="Count">Of all pages.</param>
public sealed record PeopleListing(IReadOnlyList<PersonLine> People, string? Next, int Count);

/// <param name="Projects">How many they are a member of.</param>
public sealed record PersonLine(
    Guid Id, string Email, string Name, bool IsAdministrator, DateTimeOffset? DisabledAt, DateTimeOffset CreatedAt, int Projects);
