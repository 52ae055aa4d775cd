using System.Linq.Expressions;
using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Mail;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DataAgent.Projects.Members;

/// <summary>Invites people to projects by e-mail address. Admins of a project send, change and revoke; the invited accept with a link.</summary>
public sealed partial class Invitations(
    IDbContextFactory<PlatformDbContext> database, IMailer mailer, Passwords passwords, TimeProvider clock, ILogger<Invitations> logger)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Between two mails of one invitation.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Open ones of a project, expired ones too: so that nobody makes this server write to thousands.</summary>
    public const int MaxOpen = 200;

    private static readonly InvitationOutcome.Refused NotAnAdmin = new("Only an admin of the project invites people.", InvitationFault.NotPermitted);
    private static readonly InvitationOutcome.Refused NoProject = new("The project was removed meanwhile.", InvitationFault.NoSuchProject);
    private static readonly InvitationOutcome.Refused Unknown = new(
        "There is no open invitation like that. List them to see which there are.", InvitationFault.NoSuchInvitation);

    /// <summary>The open ones, for admins; empty for anyone else.</summary>
    public async Task<IReadOnlyList<InvitationLine>> ListAsync(Member admin, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return [];
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await Lines(db, clock.GetUtcNow()).Where(line => line.Row.ProjectId == admin.Project.Id && line.Row.EndedAt == null)
            .OrderBy(line => line.Row.Email).Select(line => line.Line).ToListAsync(cancellationToken);
    }

    /// <param name="address">Where people find the product.</param>
    public async Task<InvitationOutcome> InviteAsync(
        Member admin, string email, Role role, string address, QueryDoor door, CancellationToken cancellationToken) =>
        admin.Role == Role.Admin
            ? await InviteAsync(Sender.Of(admin), email, role, address, door, cancellationToken)
            : NotAnAdmin;

    /// <summary>By somebody who looks after the platform and need not be a member; they invite others, not themselves.</summary>
    /// <inheritdoc cref="InviteAsync(Member, string, Role, string, QueryDoor, CancellationToken)"/>
    public async Task<InvitationOutcome> InviteAsync(
        User administrator, string slug, string email, Role role, string address, QueryDoor door, CancellationToken cancellationToken)
    {
        if (administrator is not { IsPlatformAdministrator: true, DisabledAt: null })
            return NotAnAdmin;
        if (UserDirectory.Normalize(email) == administrator.Email)
            return new InvitationOutcome.Refused(
                "Looking after the platform opens no project. Ask one of its admins to add you.", InvitationFault.NotPermitted);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug && p.ArchivedAt == null, cancellationToken) is { } project
            ? await InviteAsync(new Sender(administrator.Id, administrator.DisplayName, project), email, role, address, door, cancellationToken)
            : new InvitationOutcome.Refused("There is no such project.", InvitationFault.NoSuchProject);
    }

    public Task<InvitationOutcome> ResendAsync(Member admin, Guid id, string address, QueryDoor door, CancellationToken cancellationToken) =>
        ResendAsync(admin, invitation => invitation.Id == id, address, door, cancellationToken);

    public Task<InvitationOutcome> ResendAsync(Member admin, string email, string address, QueryDoor door, CancellationToken cancellationToken) =>
        ResendAsync(admin, Has(email), address, door, cancellationToken);

    public Task<InvitationOutcome> ChangeRoleAsync(Member admin, Guid id, Role role, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeRoleAsync(admin, invitation => invitation.Id == id, role, door, cancellationToken);

    public Task<InvitationOutcome> ChangeRoleAsync(Member admin, string email, Role role, QueryDoor door, CancellationToken cancellationToken) =>
        ChangeRoleAsync(admin, Has(email), role, door, cancellationToken);

    public Task<InvitationOutcome> RevokeAsync(Member admin, Guid id, QueryDoor door, CancellationToken cancellationToken) =>
        RevokeAsync(admin, invitation => invitation.Id == id, door, cancellationToken);

    public Task<InvitationOutcome> RevokeAsync(Member admin, string email, QueryDoor door, CancellationToken cancellationToken) =>
        RevokeAsync(admin, Has(email), door, cancellationToken);

    /// <summary>For whoever makes them a member in another way, in the same transaction.</summary>
    internal static async Task EndOpenAsync(PlatformDbContext db, Guid projectId, string email, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await db.Invitations.SingleOrDefaultAsync(i => i.ProjectId == projectId && i.Email == email && i.EndedAt == null, cancellationToken);
        open?.Close(InvitationEnding.Added, now);
    }

    private async Task<InvitationOutcome> InviteAsync(
        Sender sender, string email, Role role, string address, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!UserDirectory.IsAddress(email))
            return new InvitationOutcome.Refused("Give an e-mail address, such as ada@example.com.", InvitationFault.NoAddress);
        var (to, token, now) = (UserDirectory.Normalize(email), SignInLinks.NewToken(), clock.GetUtcNow());
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(),
            ProjectId = sender.Project.Id,
            Email = to,
            Role = role,
            TokenHash = SignInLinks.Hash(token),
            InvitedBy = sender.UserId,
            CreatedAt = now,
            SentAt = now,
            ExpiresAt = now + Lifetime,
        };
        await using (var db = await database.CreateDbContextAsync(cancellationToken))
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Two who invite at the same moment wait for each other here.
            await db.Database.ExecuteSqlAsync($"select 1 from project where id = {sender.Project.Id} for update", cancellationToken);
            if (await FindFaultAsync(db, sender.Project.Id, to, cancellationToken) is { } refused)
                return refused;
            db.Invitations.Add(invitation);
            db.AuditEntries.Add(ProjectAudit
                .Entry("invitation.send", sender.UserId, sender.Project.Id, door, now, $"{to}: {role.Word()}")
                .With(new AuditChange("role", null, role.Word())));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return await SendAsync(invitation, sender, InvitationMails.Link(address, token), cancellationToken);
    }

    private static async Task<InvitationOutcome.Refused?> FindFaultAsync(PlatformDbContext db, Guid projectId, string to, CancellationToken cancellationToken)
    {
        if (!await db.Projects.AnyAsync(p => p.Id == projectId && p.ArchivedAt == null, cancellationToken))
            return NoProject;
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == to, cancellationToken);
        if (user is { DisabledAt: not null })
            return new("The account of this person is disabled. A platform administrator can enable it.", InvitationFault.IsDisabled);
        if (user is not null && await db.Memberships.AnyAsync(m => m.ProjectId == projectId && m.UserId == user.Id, cancellationToken))
            return new("This person is a member already. Change the role instead.", InvitationFault.IsMember);
        if (await db.Invitations.AnyAsync(i => i.ProjectId == projectId && i.Email == to && i.EndedAt == null, cancellationToken))
            return new("This person is invited already. Send the invitation again instead.", InvitationFault.IsInvited);
        return await db.Invitations.CountAsync(i => i.ProjectId == projectId && i.EndedAt == null, cancellationToken) >= MaxOpen
            ? new($"{MaxOpen} invitations of this project are open. Revoke those that nobody needs any more.", InvitationFault.TooMany)
            : null;
    }

    private async Task<InvitationOutcome> ResendAsync(
        Member admin, Expression<Func<Invitation, bool>> which, string address, QueryDoor door, CancellationToken cancellationToken)
    {
        var token = SignInLinks.NewToken();
        var (invitation, refused) = await ChangeAsync(admin, which, (db, invitation, now) =>
        {
            if (invitation.SentAt + Pause - now is var wait && wait > TimeSpan.Zero)
                return new("It was sent less than a minute ago. Wait a moment before you send it again.", InvitationFault.TooSoon, wait);
            (invitation.TokenHash, invitation.SentAt, invitation.ExpiresAt) = (SignInLinks.Hash(token), now, now + Lifetime);
            db.AuditEntries.Add(ProjectAudit.Entry("invitation.resend", admin.UserId, admin.Project.Id, door, now, invitation.Email));
            return null;
        }, cancellationToken);
        return refused ?? await SendAsync(invitation!, Sender.Of(admin), InvitationMails.Link(address, token), cancellationToken);
    }

    private Task<InvitationOutcome> ChangeRoleAsync(
        Member admin, Expression<Func<Invitation, bool>> which, Role role, QueryDoor door, CancellationToken cancellationToken) =>
        SaveAsync(admin, which, (db, invitation, now) =>
        {
            db.AuditEntries.Add(ProjectAudit
                .Entry("invitation.role", admin.UserId, admin.Project.Id, door, now, $"{invitation.Email}: {invitation.Role.Word()} to {role.Word()}")
                .With(new AuditChange("role", invitation.Role.Word(), role.Word())));
            invitation.Role = role;
            return null;
        }, cancellationToken);

    private Task<InvitationOutcome> RevokeAsync(
        Member admin, Expression<Func<Invitation, bool>> which, QueryDoor door, CancellationToken cancellationToken) =>
        SaveAsync(admin, which, (db, invitation, now) =>
        {
            invitation.Close(InvitationEnding.Revoked, now);
            db.AuditEntries.Add(ProjectAudit
                .Entry("invitation.revoke", admin.UserId, admin.Project.Id, door, now, invitation.Email)
                .With(new AuditChange("role", invitation.Role.Word(), null)));
            return null;
        }, cancellationToken);

    private async Task<InvitationOutcome> SaveAsync(
        Member admin, Expression<Func<Invitation, bool>> which, Change change, CancellationToken cancellationToken)
    {
        var (invitation, refused) = await ChangeAsync(admin, which, change, cancellationToken);
        return refused ?? (InvitationOutcome)new InvitationOutcome.Saved(await LineAsync(invitation!.Id, cancellationToken));
    }

    private async Task<(Invitation? Invitation, InvitationOutcome? Refused)> ChangeAsync(
        Member admin, Expression<Func<Invitation, bool>> which, Change change, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return (null, NotAnAdmin);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Whoever accepts it at this moment waits, or was quicker.
        await db.Database.ExecuteSqlAsync($"select 1 from invitation where project_id = {admin.Project.Id} and ended_at is null for update", cancellationToken);
        var open = db.Invitations.Where(i => i.ProjectId == admin.Project.Id && i.EndedAt == null);
        if (await open.SingleOrDefaultAsync(which, cancellationToken) is not { } invitation)
            return (null, Unknown);
        if (change(db, invitation, clock.GetUtcNow()) is { } refused)
            return (null, refused);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (invitation, null);
    }

    private async Task<InvitationOutcome> SendAsync(Invitation invitation, Sender sender, string link, CancellationToken cancellationToken)
    {
        var line = await LineAsync(invitation.Id, cancellationToken);
        try
        {
            await mailer.SendAsync(InvitationMails.Write(invitation.Email, sender.Project.Name, invitation.Role, sender.Name, link), cancellationToken);
            return new InvitationOutcome.Sent(line, mailer.ReachesPeople ? null : link, null);
        }
        catch (MailException e)
        {
            LogNotSent(e.Message, e);
            return new InvitationOutcome.Sent(line, link, e.Message);
        }
    }

    private async Task<InvitationLine> LineAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await Lines(db, clock.GetUtcNow()).Where(line => line.Row.Id == id).Select(line => line.Line).SingleAsync(cancellationToken);
    }

    private static IQueryable<RowAndLine> Lines(PlatformDbContext db, DateTimeOffset now) =>
        from row in db.Invitations.AsNoTracking()
        join inviter in db.Users on row.InvitedBy equals inviter.Id
        select new RowAndLine
        {
            Row = row,
            Line = new InvitationLine(row.Id, row.Email, row.Role, inviter.Email, row.CreatedAt, row.SentAt, row.ExpiresAt, row.ExpiresAt <= now),
        };

    private static Expression<Func<Invitation, bool>> Has(string email)
    {
        var address = UserDirectory.Normalize(email);
        return invitation => invitation.Email == address;
    }

    /// <returns>Null: changed.</returns>
    private delegate InvitationOutcome.Refused? Change(PlatformDbContext db, Invitation invitation, DateTimeOffset now);

    /// <summary>Who invites, and to what.</summary>
    private sealed record Sender(Guid UserId, string Name, Project Project)
    {
        public static Sender Of(Member admin) => new(admin.UserId, admin.DisplayName, admin.Project);
    }

    private sealed class RowAndLine
    {
        public required Invitation Row { get; init; }
        public required InvitationLine Line { get; init; }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail with an invitation was not sent. {Advice}")]
    private partial void LogNotSent(string advice, Exception e);
}
