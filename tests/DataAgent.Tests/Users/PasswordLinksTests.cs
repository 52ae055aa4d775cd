using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Users;

public sealed class PasswordLinksTests(PostgresServer server)
{
    private const string Wanted = "four quiet green boats";
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_sets_a_password_once_and_ends_what_was_signed_in()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform);
        var token = await Links(platform).CreateAsync(user.Id, PasswordLinks.ResetLifetime, Token);

        var first = await Links(platform).RedeemAsync(token, Wanted, Token);
        var second = await Links(platform).RedeemAsync(token, "another one entirely", Token);

        Assert.IsType<PasswordLinkOutcome.Done>(first);
        Assert.IsType<PasswordLinkOutcome.Void>(second);
        Assert.NotNull(await new PasswordSignIn(platform, new PasswordHashes(), _clock).TryAsync(user.Email, Wanted, Token));
        Assert.False(await new Sessions(platform, _clock).IsCurrentAsync(user.Id, user.SecurityStamp, Token));
    }

    [Fact]
    public async Task Of_many_at_the_same_instant_one_uses_the_link()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var token = await Links(platform).CreateAsync((await AddAsync(platform)).Id, PasswordLinks.ResetLifetime, Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Links(platform).RedeemAsync(token, $"{Wanted} {i}", Token)));

        Assert.Single(outcomes.OfType<PasswordLinkOutcome.Done>());
    }

    [Fact]
    public async Task An_unsuitable_password_leaves_the_link_as_it_is()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var token = await Links(platform).CreateAsync((await AddAsync(platform)).Id, PasswordLinks.ResetLifetime, Token);

        Assert.IsType<PasswordLinkOutcome.Unsuitable>(await Links(platform).RedeemAsync(token, "short", Token));
        Assert.IsType<PasswordLinkOutcome.Done>(await Links(platform).RedeemAsync(token, Wanted, Token));
    }

    [Fact]
    public async Task Expired_replaced_forged_and_disabled_are_void()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform);
        var replaced = await Links(platform).CreateAsync(user.Id, PasswordLinks.ResetLifetime, Token);
        var expired = await Links(platform).CreateAsync(user.Id, PasswordLinks.ResetLifetime, Token);
        _clock.Advance(PasswordLinks.ResetLifetime);
        Assert.Null(await Links(platform).FindUserAsync(expired, Token));
        var ofDisabled = await Links(platform).CreateAsync(user.Id, PasswordLinks.ResetLifetime, Token);
        await using (var db = platform.CreateDbContext())
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, _clock.GetUtcNow()), Token);

        foreach (var token in new[] { replaced, expired, "forged", "", ofDisabled })
            Assert.IsType<PasswordLinkOutcome.Void>(await Links(platform).RedeemAsync(token, Wanted, Token));
    }

    [Fact]
    public async Task Disabling_ends_sign_ins_and_links_and_enabling_brings_neither_back()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform);
        var token = await Links(platform).CreateAsync(user.Id, PasswordLinks.InvitationLifetime, Token);
        var (directory, sessions) = (new UserDirectory(platform, _clock), new Sessions(platform, _clock));
        var admin = await directory.EnsureLocalAdministratorAsync(Token);
        Assert.True(await sessions.IsCurrentAsync(user.Id, user.SecurityStamp, Token));

        await new People(platform, _clock).DisableAsync(admin, user.Email, QueryDoor.CommandLine, Token);
        var whileDisabled = await sessions.IsCurrentAsync(user.Id, user.SecurityStamp, Token);
        var enabled = await new People(platform, _clock).EnableAsync(admin, user.Email, QueryDoor.CommandLine, Token);

        Assert.False(whileDisabled);
        Assert.Null(Assert.IsType<UserOutcome.Saved>(enabled).User.DisabledAt);
        Assert.False(await sessions.IsCurrentAsync(user.Id, user.SecurityStamp, Token));
        Assert.Null(await Links(platform).FindUserAsync(token, Token));
    }

    private PasswordLinks Links(TestPlatform platform) => new(platform, new Passwords(platform, new PasswordHashes(), _clock), _clock);

    private async Task<User> AddAsync(TestPlatform platform)
    {
        var user = new User { Id = Guid.CreateVersion7(), Email = "ada@example.test", DisplayName = "Ada", CreatedAt = _clock.GetUtcNow() };
        await using var db = platform.CreateDbContext();
        db.Users.Add(user);
        await db.SaveChangesAsync(Token);
        return user;
    }
}
