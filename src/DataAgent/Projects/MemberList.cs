using System.Linq.Expressions;
using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Projects.Members;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Projects;

/// <summary>What became of a change to a project's members.</summary>
public abstract record MemberOutcome
{
    private MemberOutcome() { }

    public sealed record Saved : MemberOutcome;

    /// <summary>Not done; the sentence says why and what to do.</summary>
    public sealed record Refused(string Message, MemberFault Fault) : MemberOutcome;
}

/// <summary>Why a change of members was refused, for those who answer in other words than ours.</summary>
public enum MemberFault { NotPermitted, NoSuchMember, NoSuchUser, IsMember, LastAdmin }

public sealed record MemberLine(Guid UserId, string Email, string DisplayName, Role Role, bool IsDisabled, DateTimeOffset Since);

/// <summary>Who belongs to a project. Every member sees the list; admins change it. One admin always stays.</summary>
public sealed class MemberList(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    private static readonly MemberOutcome.Refused NotAnAdmin = new("Only an admin of the project changes its members.", MemberFault.NotPermitted);
    private static readonly MemberOutcome.Refused NotAMember = new(
        "There is no member with that e-mail address. List the members to see who there is.", MemberFault.NoSuchMember);
    private static readonly MemberOutcome.Refused AMember = new("This person is a member already. Change the role instead.", MemberFault.IsMember);
    private static readonly MemberOutcome.Refused LastAdmin = new(
        "This is the project's last admin. Make someone else an admin first.", MemberFault.LastAdmin);

    public async Task<IReadOnlyList<MemberLine>> ListAsync(Member member, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await (
            from membership in db.Memberships
            join user in db.Users on membership.UserId equals user.Id
            where membership.ProjectId == member.Project.Id
            orderby user.Email
            select new MemberLine(user.Id, user.Email, user.DisplayName, membership.Role, user.DisabledAt != null, membership.CreatedAt))
            .ToListAsync(cancellationToken);
    }

    public async Task<MemberOutcome> AddAsync(Member admin, string email, Role role, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return NotAnAdmin;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var address = UserDirectory.Normalize(email);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Email == address && u.DisabledAt == null, cancellationToken);
        if (user is null)
            return new MemberOutcome.Refused(
                "There is no active user with that e-mail address. A platform administrator adds users.", MemberFault.NoSuchUser);
        if (await db.Memberships.AnyAsync(m => m.ProjectId == admin.Project.Id && m.UserId == user.Id, cancellationToken))
            return AMember;

        db.Memberships.Add(new Membership { ProjectId = admin.Project.Id, UserId = user.Id, Role = role, CreatedAt = clock.GetUtcNow() });
        db.AuditEntries.Add(ProjectAudit
            .Entry("member.add", admin.UserId, admin.Project.Id, door, clock.GetUtcNow(), $"{address}: {role.Word()}")
            .With(new AuditChange("role", null, role.Word())));
        await Invitations.EndOpenAsync(db, admin.Project.Id, address, clock.GetUtcNow(), cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new MemberOutcome.Saved();
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return AMember;
        }
    }

    public Task<MemberOutcome> ChangeRoleAsync(Member admin, string email, Role role, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeRoleAsync(admin, Has(email), role, door, cancellationToken);

    public Task<MemberOutcome> ChangeRoleAsync(Member admin, Guid userId, Role role, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeRoleAsync(admin, user => user.Id == userId, role, door, cancellationToken);

    public Task<MemberOutcome> RemoveAsync(Member admin, string email, QueryDoor door, CancellationToken cancellationToken) =>
        RemoveAsync(admin, Has(email), door, cancellationToken);

    public Task<MemberOutcome> RemoveAsync(Member admin, Guid userId, QueryDoor door, CancellationToken cancellationToken) =>
        RemoveAsync(admin, user => user.Id == userId, door, cancellationToken);

    private static Expression<Func<User, bool>> Has(string email)
    {
        var address = UserDirectory.Normalize(email);
        return user => user.Email == address;
    }

    private Task<MemberOutcome> ChangeRoleAsync(
        Member admin, Expression<Func<User, bool>> who, Role role, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(admin, who, keepsAdmin: role == Role.Admin, (db, membership, email) =>
        {
            db.AuditEntries.Add(ProjectAudit
                .Entry("member.role", admin.UserId, admin.Project.Id, door, clock.GetUtcNow(), $"{email}: {membership.Role.Word()} to {role.Word()}")
                .With(new AuditChange("role", membership.Role.Word(), role.Word())));
            membership.Role = role;
        }, cancellationToken);

    private Task<MemberOutcome> RemoveAsync(Member admin, Expression<Func<User, bool>> who, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeAsync(admin, who, keepsAdmin: false, (db, membership, email) =>
        {
            db.AuditEntries.Add(ProjectAudit
                .Entry("member.remove", admin.UserId, admin.Project.Id, door, clock.GetUtcNow(), email)
                .With(new AuditChange("role", membership.Role.Word(), null)));
            db.Memberships.Remove(membership);
        }, cancellationToken);

    private async Task<MemberOutcome> ChangeAsync(
        Member admin, Expression<Func<User, bool>> who, bool keepsAdmin, Action<PlatformDbContext, Membership, string> change,
        CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return NotAnAdmin;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two admins who leave at the same moment wait for each other here.
        await db.Database.ExecuteSqlAsync($"select 1 from project where id = {admin.Project.Id} for update", cancellationToken);
        var found = await (
            from m in db.Memberships
            join user in db.Users.Where(who) on m.UserId equals user.Id
            where m.ProjectId == admin.Project.Id
            select new { Membership = m, user.Email }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return NotAMember;
        if (found.Membership.Role == Role.Admin && !keepsAdmin && !await HasOtherAdminAsync(db, found.Membership, cancellationToken))
            return LastAdmin;

        change(db, found.Membership, found.Email);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new MemberOutcome.Saved();
    }

    private static Task<bool> HasOtherAdminAsync(PlatformDbContext db, Membership membership, CancellationToken cancellationToken) =>
        db.Memberships.AnyAsync(m => m.ProjectId == membership.ProjectId && m.UserId != membership.UserId && m.Role == Role.Admin
            && db.Users.Any(u => u.Id == m.UserId && u.DisabledAt == null), cancellationToken);
}
