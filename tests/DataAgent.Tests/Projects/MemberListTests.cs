using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Projects;

public sealed class MemberListTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_adds_changes_and_removes_members()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (members, admin) = (new MemberList(platform, TimeProvider.System), await AdminAsync(platform));
        await AddUserAsync(platform, "ada@example.test");

        Assert.IsType<MemberOutcome.Saved>(await members.AddAsync(admin, " ADA@example.test", Role.Viewer, QueryDoor.Page, Token));
        Assert.IsType<MemberOutcome.Saved>(await members.ChangeRoleAsync(admin, "ada@example.test", Role.Analyst, QueryDoor.Page, Token));
        Assert.Equal(Role.Analyst, (await members.ListAsync(admin, Token)).Single(m => m.Email == "ada@example.test").Role);
        Assert.IsType<MemberOutcome.Saved>(await members.RemoveAsync(admin, "ada@example.test", QueryDoor.Page, Token));

        Assert.Single(await members.ListAsync(admin, Token));
        await using var db = platform.CreateDbContext();
        Assert.Equal(
            ["ada@example.test: viewer", "ada@example.test: viewer to analyst", "ada@example.test"],
            await db.AuditEntries.Where(e => e.ProjectId == admin.Project.Id).OrderBy(e => e.Id).Select(e => e.Detail).ToListAsync(Token));
    }

    [Fact]
    public async Task The_last_admin_cannot_leave_or_step_down()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (members, admin) = (new MemberList(platform, TimeProvider.System), await AdminAsync(platform));

        Assert.IsType<MemberOutcome.Refused>(await members.RemoveAsync(admin, admin.Email, QueryDoor.Page, Token));
        Assert.IsType<MemberOutcome.Refused>(await members.ChangeRoleAsync(admin, admin.Email, Role.Viewer, QueryDoor.Page, Token));
        await platform.AddMemberAsync(Role.Admin, admin.Project, Token);

        Assert.IsType<MemberOutcome.Saved>(await members.RemoveAsync(admin, admin.Email, QueryDoor.Page, Token));
    }

    [Fact]
    public async Task Two_admins_who_leave_at_once_do_not_both_go()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (members, one) = (new MemberList(platform, TimeProvider.System), await AdminAsync(platform));
        var two = await platform.AddMemberAsync(Role.Admin, one.Project, Token);

        var outcomes = await Task.WhenAll(
            members.RemoveAsync(one, one.Email, QueryDoor.Page, Token), members.RemoveAsync(two, two.Email, QueryDoor.Page, Token));

        Assert.Single(outcomes.OfType<MemberOutcome.Saved>());
        Assert.Single(outcomes.OfType<MemberOutcome.Refused>());
    }

    [Fact]
    public async Task A_disabled_admin_does_not_count_as_one()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (members, admin) = (new MemberList(platform, TimeProvider.System), await AdminAsync(platform));
        var gone = await platform.AddMemberAsync(Role.Admin, admin.Project, Token);
        await using (var db = platform.CreateDbContext())
            await db.Users.Where(u => u.Id == gone.UserId).ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, DateTimeOffset.UtcNow), Token);

        Assert.IsType<MemberOutcome.Refused>(await members.RemoveAsync(admin, admin.Email, QueryDoor.Page, Token));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Others_only_look(Role role)
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (members, admin) = (new MemberList(platform, TimeProvider.System), await AdminAsync(platform));
        var member = await platform.AddMemberAsync(role, admin.Project, Token);

        Assert.IsType<MemberOutcome.Refused>(await members.ChangeRoleAsync(member, member.Email, Role.Admin, QueryDoor.Page, Token));
        Assert.IsType<MemberOutcome.Refused>(await members.RemoveAsync(member, admin.Email, QueryDoor.Page, Token));
        Assert.IsType<MemberOutcome.Refused>(await members.AddAsync(member, "ada@example.test", Role.Admin, QueryDoor.Page, Token));
        Assert.Equal(2, (await members.ListAsync(member, Token)).Count);
    }

    private Task<Member> AdminAsync(TestPlatform platform) => platform.AddMemberAsync(Role.Admin, server.AdminConnectionString, "public", Token);

    private static async Task AddUserAsync(TestPlatform platform, string email)
    {
        var users = new UserDirectory(platform, TimeProvider.System);
        await users.AddAsync(await users.EnsureLocalAdministratorAsync(Token), email, "Ada", false, QueryDoor.Page, Token);
    }
}
