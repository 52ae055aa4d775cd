using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Users;

public sealed class SignInLinksTests(PostgresServer server)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_signs_its_person_in_more_than_once_until_it_expires()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);
        var token = await new SignInLinks(platform, TimeProvider.System).CreateAsync(user.Id, Hour, Token);
        var clocks = new[] { TimeSpan.Zero, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61) };

        var redeemed = await Task.WhenAll(clocks.Select(ahead => new SignInLinks(platform, new ShiftedClock(ahead)).RedeemAsync(token, Token)));

        Assert.Equal([user.Id, user.Id, null], redeemed.Select(u => u?.Id));
    }

    [Fact]
    public async Task A_new_link_replaces_the_older_ones()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);
        var links = new SignInLinks(platform, TimeProvider.System);
        var old = await links.CreateAsync(user.Id, Hour, Token);

        var fresh = await links.CreateAsync(user.Id, Hour, Token);

        Assert.Null(await links.RedeemAsync(old, Token));
        Assert.Equal(user.Id, (await links.RedeemAsync(fresh, Token))?.Id);
    }

    [Fact]
    public async Task The_database_holds_no_token()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);

        var token = await new SignInLinks(platform, TimeProvider.System).CreateAsync(user.Id, Hour, Token);

        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        await using var db = platform.CreateDbContext();
        var kept = (await db.SignInLinks.SingleAsync(Token)).TokenHash;
        Assert.Equal(32, kept.Length);
        Assert.NotEqual(System.Buffers.Text.Base64Url.DecodeFromChars(token), kept);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    public async Task An_unknown_token_is_nobody(string token)
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);

        Assert.Null(await new SignInLinks(platform, TimeProvider.System).RedeemAsync(token, Token));
    }

    [Fact]
    public async Task A_disabled_persons_link_is_void()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var users = new UserDirectory(platform, TimeProvider.System);
        var admin = await users.EnsureLocalAdministratorAsync(Token);
        var ada = ((UserOutcome.Saved)await users.AddAsync(admin, "ada@example.test", "Ada", false, QueryDoor.Page, Token)).User;
        var token = await new SignInLinks(platform, TimeProvider.System).CreateAsync(ada.Id, Hour, Token);

        await new People(platform, TimeProvider.System).DisableAsync(admin, ada.Email, QueryDoor.Page, Token);

        Assert.Null(await new SignInLinks(platform, TimeProvider.System).RedeemAsync(token, Token));
    }

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
