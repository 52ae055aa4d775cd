using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;

namespace DataAgent.Tests.Users;

public sealed class PeopleTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (people, users) = (new People(platform, TimeProvider.System), new UserDirectory(platform, TimeProvider.System));
        var admin = await users.EnsureLocalAdministratorAsync(Token);
        var ada = await AddAsync(users, admin, "ada@example.test", isAdministrator: false);

        var alone = await people.SetAdministratorAsync(admin, admin.Id, false, QueryDoor.Page, Token);
        Assert.IsType<UserOutcome.Saved>(await people.SetAdministratorAsync(admin, ada.Email, true, QueryDoor.Page, Token));
        Assert.IsType<UserOutcome.Saved>(await people.SetAdministratorAsync(admin, admin.Id, false, QueryDoor.Page, Token));

        Assert.True(Assert.IsType<UserOutcome.Refused>(alone).IsConflict);
        Assert.Equal((false, true), ((await users.FindByIdAsync(admin.Id, Token))!.IsPlatformAdministrator, (await users.FindByIdAsync(ada.Id, Token))!.IsPlatformAdministrator));
    }

    [Fact]
    public async Task Two_administrators_who_close_each_others_accounts_at_once_do_not_both_succeed()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (people, users) = (new People(platform, TimeProvider.System), new UserDirectory(platform, TimeProvider.System));
        var one = await users.EnsureLocalAdministratorAsync(Token);
        var two = await AddAsync(users, one, "ada@example.test", isAdministrator: true);

        var outcomes = await Task.WhenAll(
            people.DisableAsync(one, two.Id, QueryDoor.Page, Token), people.DisableAsync(two, one.Id, QueryDoor.Page, Token));

        Assert.Single(outcomes.OfType<UserOutcome.Saved>());
        Assert.True(Assert.Single(outcomes.OfType<UserOutcome.Refused>()).IsConflict);
    }

    [Fact]
    public async Task Signing_a_person_out_ends_what_they_have()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (people, users, sessions) = (new People(platform, TimeProvider.System), new UserDirectory(platform, TimeProvider.System), new Sessions(platform, TimeProvider.System));
        var admin = await users.EnsureLocalAdministratorAsync(Token);
        var ada = await AddAsync(users, admin, "ada@example.test", isAdministrator: false);

        await people.SignOutAsync(admin, ada.Id, QueryDoor.Page, Token);

        Assert.False(await sessions.IsCurrentAsync(ada.Id, ada.SecurityStamp, Token));
        Assert.IsType<UserOutcome.Refused>(await people.SignOutAsync(admin, Guid.NewGuid(), QueryDoor.Page, Token));
    }

    [Fact]
    public async Task People_are_found_by_what_is_written_and_page_by_page()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (people, users) = (new People(platform, TimeProvider.System), new UserDirectory(platform, TimeProvider.System));
        var admin = await users.EnsureLocalAdministratorAsync(Token);
        for (var n = 0; n < People.PageSize + 5; n++)
            await AddAsync(users, admin, $"p{n:00}@example.test", isAdministrator: false);
        await AddAsync(users, admin, "a_b%@other.test", isAdministrator: false);

        var first = await people.ListAsync(admin, "EXAMPLE.test", null, Token);
        var second = await people.ListAsync(admin, "EXAMPLE.test", first.Next, Token);

        Assert.Equal((People.PageSize, People.PageSize + 5, 5), (first.People.Count, first.Count, second.People.Count));
        Assert.Null(second.Next);
        Assert.Equal(55, first.People.Concat(second.People).Select(p => p.Email).Distinct().Count());
        Assert.Equal("a_b%@other.test", Assert.Single((await people.ListAsync(admin, "_b%", null, Token)).People).Email);
        Assert.Equal("a_b%@other.test", Assert.Single((await people.ListAsync(admin, "%", null, Token)).People).Email);
    }

    [Fact]
    public async Task An_ordinary_person_sees_and_changes_nobody()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (people, users) = (new People(platform, TimeProvider.System), new UserDirectory(platform, TimeProvider.System));
        var admin = await users.EnsureLocalAdministratorAsync(Token);
        var ada = await AddAsync(users, admin, "ada@example.test", isAdministrator: false);

        Assert.Empty((await people.ListAsync(ada, null, null, Token)).People);
        Assert.IsType<UserOutcome.Refused>(await people.SetAdministratorAsync(ada, ada.Id, true, QueryDoor.Page, Token));
        Assert.IsType<UserOutcome.Refused>(await people.SignOutAsync(ada, admin.Id, QueryDoor.Page, Token));
        Assert.IsType<UserOutcome.Refused>(await people.DisableAsync(ada, admin.Id, QueryDoor.Page, Token));
        Assert.IsType<UserOutcome.Refused>(await people.EnableAsync(ada, ada.Id, QueryDoor.Page, Token));
    }

    private static async Task<User> AddAsync(UserDirectory users, User admin, string email, bool isAdministrator)
    {
        var added = Assert.IsType<UserOutcome.Saved>(await users.AddAsync(admin, email, "Ada", isAdministrator, QueryDoor.Page, Token)).User;
        return (await users.FindByIdAsync(added.Id, Token))!;
    }
}
