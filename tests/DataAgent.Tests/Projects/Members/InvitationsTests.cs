using DataAgent.Data;
using DataAgent.Mail;
using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAgent.Tests.Projects.Members;

public sealed class InvitationsTests(PostgresServer server) : IAsyncLifetime
{
    private const string Site = "https://data.example.test/", Email = "ada@example.test", Password = "four quiet green boats";

    private readonly ManualClock _clock = new();
    private readonly Outbox _outbox = new();
    private TestPlatform _platform = null!;
    private Invitations _invitations = null!;
    private Member _admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, Token);
        _invitations = Make(_outbox);
        _admin = await _platform.AddMemberAsync(Role.Admin, server.AdminConnectionString, "public", Token);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task A_stranger_gets_a_mail_makes_an_account_and_is_a_member()
    {
        var sent = Assert.IsType<InvitationOutcome.Sent>(await InviteAsync(" ADA@example.test", Role.Analyst));
        var letter = Assert.Single(_outbox.Letters);
        var offer = Assert.IsType<InvitationLook.Open>(await _invitations.LookAsync(LastToken(), Token)).Offer;
        var joined = Assert.IsType<AcceptanceResult.Joined>(await _invitations.AcceptAsNewAsync(LastToken(), " Ada ", Password, Token));

        Assert.Null(sent.Link);
        Assert.Equal((Email, _admin.Email, _clock.GetUtcNow() + Invitations.Lifetime), (letter.To, sent.Invitation.InvitedBy, sent.Invitation.ExpiresAt));
        Assert.Contains(_admin.DisplayName, letter.Text, StringComparison.Ordinal);
        Assert.Equal(("Test", Role.Analyst, Email, false), (offer.Project, offer.Role, offer.Email, offer.HasAccount));
        Assert.Equal(Role.Analyst, (await FindMemberAsync(joined.User))!.Role);
        Assert.Equal(("Ada", _admin.Project.Slug), (joined.User.DisplayName, joined.Slug));
        Assert.NotNull(await new PasswordSignIn(_platform, new PasswordHashes(), _clock).TryAsync(Email, Password, Token));
        Assert.Empty(await _invitations.ListAsync(_admin, Token));
        await using var db = _platform.CreateDbContext();
        Assert.Equal(
            ["invitation.accept", "invitation.send", "member.add", "user.add", "user.sign_in"],
            (await db.AuditEntries.Where(e => e.Door == "page").Select(e => e.Action).Distinct().ToListAsync(Token)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_has_an_account_signs_in_and_nobody_else_takes_the_place()
    {
        var (ada, eve) = (await AddUserAsync(Email), await AddUserAsync("eve@example.test"));
        await InviteAsync(Email, Role.Viewer);

        Assert.True(Assert.IsType<InvitationLook.Open>(await _invitations.LookAsync(LastToken(), Token)).Offer.HasAccount);
        Assert.IsType<AcceptanceResult.HasAccount>(await _invitations.AcceptAsNewAsync(LastToken(), "Ada", Password, Token));
        Assert.IsType<AcceptanceResult.OtherPerson>(await _invitations.AcceptAsync(LastToken(), eve.Id, Token));
        Assert.Null(await FindMemberAsync(eve));
        Assert.IsType<AcceptanceResult.Joined>(await _invitations.AcceptAsync(LastToken(), ada.Id, Token));
        Assert.NotNull(await FindMemberAsync(ada));
    }

    [Fact]
    public async Task A_link_works_once_also_when_it_is_used_twice_at_once()
    {
        await InviteAsync(Email, Role.Viewer);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _invitations.AcceptAsNewAsync(LastToken(), "Ada", Password, Token)));

        Assert.Single(results.OfType<AcceptanceResult.Joined>());
        Assert.Equal(InvitationVoid.Used, await VoidAsync(LastToken()));
    }

    [Fact]
    public async Task A_link_expires_and_sent_again_the_old_one_is_dead()
    {
        await InviteAsync(Email, Role.Viewer);
        var old = LastToken();
        var soon = Assert.IsType<InvitationOutcome.Refused>(await ResendAsync());
        _clock.Advance(Invitations.Lifetime);

        Assert.Equal((InvitationFault.TooSoon, Invitations.Pause), (soon.Fault, soon.Wait));
        Assert.Equal(InvitationVoid.Expired, await VoidAsync(old));
        Assert.True(Assert.Single(await _invitations.ListAsync(_admin, Token)).IsExpired);
        Assert.IsType<InvitationOutcome.Sent>(await ResendAsync());
        Assert.Equal(InvitationVoid.Unknown, await VoidAsync(old));
        Assert.IsType<InvitationLook.Open>(await _invitations.LookAsync(LastToken(), Token));
        Assert.Equal(2, _outbox.Letters.Count);
    }

    [Fact]
    public async Task A_revoked_invitation_opens_nothing_and_the_address_may_be_invited_anew()
    {
        await InviteAsync(Email, Role.Viewer);
        var old = LastToken();

        Assert.IsType<InvitationOutcome.Saved>(await _invitations.RevokeAsync(_admin, Email, QueryDoor.Page, Token));

        Assert.Equal(InvitationVoid.Revoked, await VoidAsync(old));
        Assert.Equal(InvitationFault.NoSuchInvitation, Fault(await _invitations.RevokeAsync(_admin, Email, QueryDoor.Page, Token)));
        Assert.IsType<InvitationOutcome.Sent>(await InviteAsync(Email, Role.Viewer));
    }

    [Fact]
    public async Task The_role_that_counts_is_the_last_one()
    {
        await InviteAsync(Email, Role.Viewer);

        var saved = Assert.IsType<InvitationOutcome.Saved>(await _invitations.ChangeRoleAsync(_admin, Email, Role.Admin, QueryDoor.Page, Token));

        var joined = Assert.IsType<AcceptanceResult.Joined>(await _invitations.AcceptAsNewAsync(LastToken(), "Ada", Password, Token));
        Assert.Equal((Role.Admin, Role.Admin), (saved.Invitation.Role, (await FindMemberAsync(joined.User))!.Role));
    }

    [Fact]
    public async Task Each_reason_not_to_invite_has_its_own_sentence()
    {
        var disabled = await AddUserAsync("gone@example.test");
        await using (var db = _platform.CreateDbContext())
            await db.Users.Where(u => u.Id == disabled.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, _clock.GetUtcNow()), Token);
        await InviteAsync(Email, Role.Viewer);

        List<InvitationOutcome.Refused> refused = [];
        foreach (var email in new[] { "nobody", _admin.Email, Email, disabled.Email })
            refused.Add(Assert.IsType<InvitationOutcome.Refused>(await InviteAsync(email, Role.Viewer)));

        Assert.Equal([InvitationFault.NoAddress, InvitationFault.IsMember, InvitationFault.IsInvited, InvitationFault.IsDisabled], refused.Select(r => r.Fault));
        Assert.Equal(4, refused.Select(r => r.Message).Distinct().Count());
        Assert.Single(_outbox.Letters);
    }

    [Fact]
    public async Task A_project_has_so_many_open_ones()
    {
        await using (var db = _platform.CreateDbContext())
        {
            db.Invitations.AddRange(Enumerable.Range(0, Invitations.MaxOpen - 1).Select(n => new Invitation
            {
                Id = Guid.CreateVersion7(),
                ProjectId = _admin.Project.Id,
                Email = $"{n}@example.test",
                TokenHash = Guid.NewGuid().ToByteArray(),
                InvitedBy = _admin.UserId,
                ExpiresAt = _clock.GetUtcNow(),
            }));
            await db.SaveChangesAsync(Token);
        }

        Assert.IsType<InvitationOutcome.Sent>(await InviteAsync(Email, Role.Viewer));
        Assert.Equal(InvitationFault.TooMany, Fault(await InviteAsync("more@example.test", Role.Viewer)));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Others_invite_and_see_nobody(Role role)
    {
        await InviteAsync(Email, Role.Viewer);
        var member = await _platform.AddMemberAsync(role, _admin.Project, Token);

        Assert.Empty(await _invitations.ListAsync(member, Token));
        Assert.Equal(InvitationFault.NotPermitted, Fault(await _invitations.InviteAsync(member, "x@example.test", Role.Admin, Site, QueryDoor.Page, Token)));
        Assert.Equal(InvitationFault.NotPermitted, Fault(await _invitations.ResendAsync(member, Email, Site, QueryDoor.Page, Token)));
        Assert.Equal(InvitationFault.NotPermitted, Fault(await _invitations.ChangeRoleAsync(member, Email, Role.Admin, QueryDoor.Page, Token)));
        Assert.Equal(InvitationFault.NotPermitted, Fault(await _invitations.RevokeAsync(member, Email, QueryDoor.Page, Token)));
    }

    [Fact]
    public async Task An_admin_reaches_invitations_of_no_other_project()
    {
        var other = await _platform.AddMemberAsync(Role.Admin, server.AdminConnectionString, "public", Token);
        await InviteAsync(Email, Role.Viewer);
        var id = Assert.Single(await _invitations.ListAsync(_admin, Token)).Id;

        Assert.Empty(await _invitations.ListAsync(other, Token));
        Assert.Equal(InvitationFault.NoSuchInvitation, Fault(await _invitations.RevokeAsync(other, id, QueryDoor.Page, Token)));
        Assert.Equal(InvitationFault.NoSuchInvitation, Fault(await _invitations.ChangeRoleAsync(other, id, Role.Admin, QueryDoor.Page, Token)));
    }

    [Fact]
    public async Task A_platform_administrator_invites_others_to_any_project_and_not_themselves()
    {
        var root = await new UserDirectory(_platform, _clock).EnsureLocalAdministratorAsync(Token);
        var eve = await AddUserAsync("eve@example.test");

        Assert.IsType<InvitationOutcome.Sent>(await ByAsync(root, _admin.Project.Slug, Email));
        Assert.Equal(InvitationFault.NotPermitted, Fault(await ByAsync(root, _admin.Project.Slug, root.Email)));
        Assert.Equal(InvitationFault.NoSuchProject, Fault(await ByAsync(root, "no-such", Email)));
        Assert.Equal(InvitationFault.NotPermitted, Fault(await ByAsync(eve, _admin.Project.Slug, "x@example.test")));

        Task<InvitationOutcome> ByAsync(User user, string slug, string email) =>
            _invitations.InviteAsync(user, slug, email, Role.Admin, Site, QueryDoor.Http, Token);
    }

    [Fact]
    public async Task Added_by_an_admin_the_invitation_ends()
    {
        await InviteAsync(Email, Role.Viewer);
        await AddUserAsync(Email);

        Assert.IsType<MemberOutcome.Saved>(await new MemberList(_platform, _clock).AddAsync(_admin, Email, Role.Analyst, QueryDoor.Page, Token));

        Assert.Empty(await _invitations.ListAsync(_admin, Token));
        Assert.Equal(InvitationVoid.Used, await VoidAsync(LastToken()));
    }

    [Fact]
    public async Task Of_a_removed_project_and_by_a_disabled_person_nothing_is_accepted()
    {
        await InviteAsync(Email, Role.Viewer);
        var ada = await AddUserAsync(Email);
        await SetAsync(db => db.Users.Where(u => u.Id == ada.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, _clock.GetUtcNow()), Token));
        Assert.Equal(InvitationVoid.Disabled, await VoidAsync(LastToken()));
        await SetAsync(db => db.Projects.ExecuteUpdateAsync(set => set.SetProperty(p => p.ArchivedAt, _clock.GetUtcNow()), Token));

        Assert.Equal(InvitationVoid.Removed, await VoidAsync(LastToken()));
        Assert.IsType<AcceptanceResult.Void>(await _invitations.AcceptAsync(LastToken(), ada.Id, Token));
        Assert.Equal(InvitationFault.NoSuchProject, Fault(await InviteAsync("more@example.test", Role.Viewer)));
    }

    [Fact]
    public async Task Where_no_mail_reaches_anybody_the_link_is_handed_over()
    {
        _outbox.ReachesPeople = false;
        var without = Assert.IsType<InvitationOutcome.Sent>(await InviteAsync(Email, Role.Viewer));
        _outbox.Trouble = "The mail server did not take the mail.";
        var failed = Assert.IsType<InvitationOutcome.Sent>(await InviteAsync("eve@example.test", Role.Viewer));

        Assert.Equal(($"https://data.example.test/invitation?token={LastToken()}", null), (without.Link, without.MailProblem));
        Assert.Equal(_outbox.Trouble, failed.MailProblem);
        Assert.IsType<InvitationLook.Open>(await _invitations.LookAsync(failed.Link!.Split("token=")[1], Token));
    }

    [Theory]
    [InlineData("", Password, "name")]
    [InlineData("Ada", "short", "password")]
    [InlineData("Ada", "ada@example.test", "password")]
    public async Task A_mistake_is_named_and_the_link_stays_good(string name, string password, string field)
    {
        await InviteAsync(Email, Role.Viewer);

        var result = await _invitations.AcceptAsNewAsync(LastToken(), name, password, Token);

        Assert.Equal(field, Assert.Single(Assert.IsType<AcceptanceResult.Invalid>(result).Errors).Field);
        Assert.IsType<InvitationLook.Open>(await _invitations.LookAsync(LastToken(), Token));
    }

    private Invitations Make(IMailer mailer) =>
        new(_platform, mailer, new Passwords(_platform, new PasswordHashes(), _clock), _clock, NullLogger<Invitations>.Instance);

    private Task<InvitationOutcome> InviteAsync(string email, Role role) => _invitations.InviteAsync(_admin, email, role, Site, QueryDoor.Page, Token);

    private Task<InvitationOutcome> ResendAsync() => _invitations.ResendAsync(_admin, Email, Site, QueryDoor.Page, Token);

    private string LastToken() => _outbox.Letters[^1].Text.Split("token=")[1].Split('\n')[0].Trim();

    private async Task<InvitationVoid> VoidAsync(string token) => Assert.IsType<InvitationLook.Void>(await _invitations.LookAsync(token, Token)).Reason;

    private static InvitationFault Fault(InvitationOutcome outcome) => Assert.IsType<InvitationOutcome.Refused>(outcome).Fault;

    private Task<Member?> FindMemberAsync(User user) => new ProjectAccess(_platform).FindMemberAsync(user.Id, _admin.Project.Slug, Token);

    private async Task SetAsync(Func<PlatformDbContext, Task> change)
    {
        await using var db = _platform.CreateDbContext();
        await change(db);
    }

    private async Task<User> AddUserAsync(string email)
    {
        var users = new UserDirectory(_platform, _clock);
        var added = await users.AddAsync(await users.EnsureLocalAdministratorAsync(Token), email, "Ada", false, QueryDoor.CommandLine, Token);
        return Assert.IsType<UserOutcome.Saved>(added).User;
    }
}
