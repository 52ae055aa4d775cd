using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;

namespace DataAgent.Tests.Users;

public sealed class UserDirectoryTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_local_administrator_is_made_once_also_when_two_ask_at_once()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var users = new UserDirectory(platform, TimeProvider.System);

        var both = await Task.WhenAll(users.EnsureLocalAdministratorAsync(Token), users.EnsureLocalAdministratorAsync(Token));

        Assert.Equal(both[0].Id, both[1].Id);
        Assert.True(both[0].IsPlatformAdministrator);
        Assert.Single(await users.ListAsync(both[0], Token));
    }

    [Theory]
    [InlineData("", "Ada", "email")]
    [InlineData("ada", "Ada", "email")]
    [InlineData("a da@example.test", "Ada", "email")]
    [InlineData("ada@example.test", " ", "name")]
    [InlineData("ADMIN@localhost", "Again", "email")]
    public async Task A_mistake_is_named_by_its_field(string email, string name, string field)
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var users = new UserDirectory(platform, TimeProvider.System);
        var admin = await users.EnsureLocalAdministratorAsync(Token);

        var outcome = await users.AddAsync(admin, email, name, false, QueryDoor.Page, Token);

        Assert.Equal(field, Assert.Single(Assert.IsType<UserOutcome.Invalid>(outcome).Errors).Field);
    }

    [Fact]
    public async Task An_ordinary_person_manages_nobody()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var users = new UserDirectory(platform, TimeProvider.System);
        var admin = await users.EnsureLocalAdministratorAsync(Token);
        var ada = ((UserOutcome.Saved)await users.AddAsync(admin, "Ada@Example.test", "Ada", false, QueryDoor.Page, Token)).User;

        Assert.Equal("ada@example.test", ada.Email);
        Assert.IsType<UserOutcome.Refused>(await users.AddAsync(ada, "eve@example.test", "Eve", true, QueryDoor.Page, Token));
        Assert.IsType<UserOutcome.Refused>(await new People(platform, TimeProvider.System).DisableAsync(ada, admin.Email, QueryDoor.Page, Token));
        Assert.Empty(await users.ListAsync(ada, Token));
    }

    [Fact]
    public async Task Nobody_disables_their_own_account()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var users = new UserDirectory(platform, TimeProvider.System);
        var admin = await users.EnsureLocalAdministratorAsync(Token);

        Assert.IsType<UserOutcome.Refused>(await new People(platform, TimeProvider.System).DisableAsync(admin, admin.Email, QueryDoor.Page, Token));
    }
}
