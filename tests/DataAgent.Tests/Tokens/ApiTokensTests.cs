using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Tokens;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Tokens;

public sealed class ApiTokensTests(PostgresServer server)
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_keeps_a_hash_and_never_the_token()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (tokens, user) = await StartAsync(platform);

        var secret = await AddAsync(tokens, user, "nightly");

        await using var db = platform.CreateDbContext();
        var row = await db.ApiTokens.SingleAsync(Token);
        Assert.Equal(32, row.TokenHash.Length);
        Assert.DoesNotContain(secret, string.Join(" ", await db.AuditEntries.Select(e => e.Detail).ToListAsync(Token)), StringComparison.Ordinal);
        Assert.Equal((user.Id, "nightly"), ((await tokens.FindBearerAsync(secret, Token))!.User.Id, row.Name));
        Assert.Null(await tokens.FindBearerAsync(secret + "x", Token));
    }

    [Fact]
    public async Task An_expired_token_opens_nothing()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (tokens, user) = await StartAsync(platform);
        var secret = await AddAsync(tokens, user, "nightly", days: 1);

        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        var before = await tokens.FindBearerAsync(secret, Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var after = await tokens.FindBearerAsync(secret, Token);

        Assert.NotNull(before);
        Assert.Null(after);
    }

    [Fact]
    public async Task A_token_of_a_disabled_person_stops_at_once_and_counts_again_when_they_are_enabled()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (tokens, user) = await StartAsync(platform);
        var secret = await AddAsync(tokens, user, "nightly");
        var directory = new UserDirectory(platform, _clock);
        var admin = await directory.EnsureLocalAdministratorAsync(Token);

        await new People(platform, _clock).DisableAsync(admin, user.Email, QueryDoor.CommandLine, Token);
        var disabled = await tokens.FindBearerAsync(secret, Token);
        await new People(platform, _clock).EnableAsync(admin, user.Email, QueryDoor.CommandLine, Token);

        Assert.Null(disabled);
        Assert.NotNull(await tokens.FindBearerAsync(secret, Token));
    }

    [Fact]
    public async Task Its_last_use_is_written_once_a_minute()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (tokens, user) = await StartAsync(platform);
        var secret = await AddAsync(tokens, user, "nightly");
        var first = _clock.GetUtcNow();

        await tokens.FindBearerAsync(secret, Token);
        _clock.Advance(TimeSpan.FromSeconds(59));
        await tokens.FindBearerAsync(secret, Token);
        var within = (await tokens.ListAsync(user.Id, Token)).Single().LastUsedAt;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await tokens.FindBearerAsync(secret, Token);

        Assert.Equal(first, within);
        Assert.Equal(first.AddMinutes(1), (await tokens.ListAsync(user.Id, Token)).Single().LastUsedAt);
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_token_is_revoked()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (tokens, user) = await StartAsync(platform);
        var secret = await AddAsync(tokens, user, "nightly");

        var taken = await tokens.AddAsync(user.Id, new TokenDraft("nightly", ["read"]), QueryDoor.Page, Token);
        var revoked = await tokens.RevokeAsync(user.Id, (await tokens.ListAsync(user.Id, Token)).Single().Id, QueryDoor.Page, Token);
        var again = await tokens.AddAsync(user.Id, new TokenDraft("nightly", ["read"]), QueryDoor.Page, Token);

        Assert.IsType<TokenOutcome.Invalid>(taken);
        Assert.True(revoked);
        Assert.IsType<TokenOutcome.Made>(again);
        Assert.Null(await tokens.FindBearerAsync(secret, Token));
    }

    private async Task<(ApiTokens Tokens, User User)> StartAsync(TestPlatform platform)
    {
        var directory = new UserDirectory(platform, _clock);
        var admin = await directory.EnsureLocalAdministratorAsync(Token);
        var added = Assert.IsType<UserOutcome.Saved>(await directory.AddAsync(admin, "ada@example.test", "Ada", false, QueryDoor.CommandLine, Token));
        return (new ApiTokens(platform, new ProjectAccess(platform), _clock), added.User);
    }

    private static async Task<string> AddAsync(ApiTokens tokens, User user, string name, int days = TokenDraft.UsualDays) =>
        Assert.IsType<TokenOutcome.Made>(await tokens.AddAsync(user.Id, new TokenDraft(name, ["read"], days), QueryDoor.CommandLine, Token)).Secret;
}
