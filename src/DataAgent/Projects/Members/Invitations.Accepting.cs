using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Projects.Members;

/// <content>The side of the invited: a link is looked at as often as one likes, and accepted once.</content>
public sealed partial class Invitations
{
    public async Task<InvitationLook> LookAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, token, cancellationToken) is not { } found)
            return new InvitationLook.Void(InvitationVoid.Unknown);
        return Fault(found) is { } reason
            ? new InvitationLook.Void(reason)
            : new InvitationLook.Open(new InvitationOffer(
                found.Project.Name, found.Invitation.Role, found.Invitation.Email, found.By.DisplayName, found.By.Email, found.Invitation.ExpiresAt,
                found.Invited is not null));
    }

    /// <summary>By somebody who is signed in.</summary>
    public async Task<AcceptanceResult> AcceptAsync(string token, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, token, cancellationToken) is not { } found)
            return new AcceptanceResult.Void(InvitationVoid.Unknown);
        if (Fault(found) is { } reason)
            return new AcceptanceResult.Void(reason);
        return found.Invited?.Id == userId
            ? await JoinAsync(db, found, found.Invited, cancellationToken)
            : new AcceptanceResult.OtherPerson();
    }

    /// <summary>By somebody who has no account: who holds the link reads the mail of its address.</summary>
    public async Task<AcceptanceResult> AcceptAsNewAsync(string token, string name, string password, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, token, cancellationToken) is not { } found)
            return new AcceptanceResult.Void(InvitationVoid.Unknown);
        if (Fault(found) is { } reason)
            return new AcceptanceResult.Void(reason);
        if (found.Invited is not null)
            return new AcceptanceResult.HasAccount();
        if (Judge(name, password, found.Invitation.Email) is { Count: > 0 } errors)
            return new AcceptanceResult.Invalid(errors);

        var now = clock.GetUtcNow();
        var user = UserDirectory.New(found.Invitation.Email, name.Trim(), isAdministrator: false, now);
        db.Users.Add(user);
        passwords.Write(db, user, password);
        db.AuditEntries.Add(AccountAudit.Done("user.add", user.Id, QueryDoor.Page, now, user.Email));
        db.AuditEntries.Add(AccountAudit.Done("user.sign_in", user.Id, QueryDoor.Page, now, "invitation"));
        return await JoinAsync(db, found, user, cancellationToken);
    }

    private InvitationVoid? Fault(Found found) => found switch
    {
        { Invitation.Ending: InvitationEnding.Revoked } => InvitationVoid.Revoked,
        { Invitation.EndedAt: not null } => InvitationVoid.Used,
        { Project.ArchivedAt: not null } => InvitationVoid.Removed,
        _ when found.Invitation.ExpiresAt <= clock.GetUtcNow() => InvitationVoid.Expired,
        { Invited.DisabledAt: not null } => InvitationVoid.Disabled,
        _ => null,
    };

    private static List<FieldError> Judge(string name, string password, string email)
    {
        List<FieldError> errors = [];
        if (name.Trim().Length is 0 or > 100)
            errors.Add(new("name", "Give a name of at most 100 characters."));
        if (PasswordRules.Problem(password, email) is { } problem)
            errors.Add(new("password", problem));
        return errors;
    }

    /// <remarks>Looked up by its hash, so the time it takes tells nothing about the token.</remarks>
    private static async Task<Found?> FindAsync(PlatformDbContext db, string token, CancellationToken cancellationToken)
    {
        var hash = SignInLinks.Hash(token);
        return await (
            from invitation in db.Invitations.AsNoTracking()
            join project in db.Projects.AsNoTracking() on invitation.ProjectId equals project.Id
            join inviter in db.Users.AsNoTracking() on invitation.InvitedBy equals inviter.Id
            join account in db.Users.AsNoTracking() on invitation.Email equals account.Email into accounts
            from invited in accounts.DefaultIfEmpty()
            where invitation.TokenHash == hash
            select new Found { Invitation = invitation, Project = project, By = inviter, Invited = invited }).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Saves what was prepared together with the membership, if nobody was quicker with the same link.</summary>
    private async Task<AcceptanceResult> JoinAsync(PlatformDbContext db, Found found, User user, CancellationToken cancellationToken)
    {
        var (invitation, now) = (found.Invitation, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isMine = await db.Invitations.Where(i => i.Id == invitation.Id && i.TokenHash == invitation.TokenHash && i.EndedAt == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(i => i.EndedAt, (DateTimeOffset?)now)
                    .SetProperty(i => i.Ending, (InvitationEnding?)InvitationEnding.Accepted),
                cancellationToken) == 1;
        if (!isMine)
            return new AcceptanceResult.Void(InvitationVoid.Used);
        // An admin may have given another role a moment ago; since the line above nobody can any more.
        var role = await db.Invitations.Where(i => i.Id == invitation.Id).Select(i => i.Role).SingleAsync(cancellationToken);
        db.AuditEntries.Add(ProjectAudit.Entry("invitation.accept", user.Id, invitation.ProjectId, QueryDoor.Page, now, user.Email));
        if (!await db.Memberships.AnyAsync(m => m.ProjectId == invitation.ProjectId && m.UserId == user.Id, cancellationToken))
        {
            db.Memberships.Add(new Membership { ProjectId = invitation.ProjectId, UserId = user.Id, Role = role, CreatedAt = now });
            db.AuditEntries.Add(ProjectAudit
                .Entry("member.add", user.Id, invitation.ProjectId, QueryDoor.Page, now, $"{user.Email}: {role.Word()}")
                .With(new AuditChange("role", null, role.Word())));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new AcceptanceResult.Joined(user, found.Project.Slug);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // An account or a membership was made at this very moment, and nothing here is saved: the same link tells what to do now.
            return new AcceptanceResult.HasAccount();
        }
    }

    private sealed class Found
    {
        public required Invitation Invitation { get; init; }
        public required Project Project { get; init; }
        public required User By { get; init; }

        /// <summary>Whose address it is; null: nobody has an account with it.</summary>
        public required User? Invited { get; init; }
    }
}
