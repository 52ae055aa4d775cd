using DataAgent.Data;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Users;

public sealed class PasswordSignInTests(PostgresServer server)
{
    private const string Right = "four quiet green boats";
    private static readonly PasswordHashes _hashes = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_password_signs_in_and_a_wrong_one_does_not()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform, "ada@example.test");

        Assert.Equal(user.Id, (await SignIn(platform).TryAsync(" Ada@Example.test ", Right, Token))?.Id);
        Assert.Null(await SignIn(platform).TryAsync("ada@example.test", "four quiet green boat", Token));
        Assert.Equal(["user.sign_in ran password", "user.sign_in_failed refused password"], await AuditAsync(platform, user.Id));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_five_minutes_even_for_the_right_one()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform, "ada@example.test");

        for (var i = 0; i < PasswordSignIn.MaxFailures; i++)
            Assert.Null(await SignIn(platform).TryAsync(user.Email, "wrong", Token));
        var locked = await SignIn(platform).TryAsync(user.Email, Right, Token);
        _clock.Advance(PasswordSignIn.LockTime);
        var open = await SignIn(platform).TryAsync(user.Email, Right, Token);

        Assert.Null(locked);
        Assert.Equal(user.Id, open?.Id);
        Assert.Single(await AuditAsync(platform, user.Id), line => line.StartsWith("user.lockout refused", StringComparison.Ordinal));
        Assert.Single(await AuditAsync(platform, user.Id), "user.sign_in_failed refused locked");
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones_before_it()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform, "ada@example.test");

        for (var round = 0; round < 2; round++)
        {
            for (var i = 1; i < PasswordSignIn.MaxFailures; i++)
                await SignIn(platform).TryAsync(user.Email, "wrong", Token);
            Assert.NotNull(await SignIn(platform).TryAsync(user.Email, Right, Token));
        }
    }

    [Fact]
    public async Task Many_guesses_at_the_same_instant_are_not_more_than_five()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform, "ada@example.test");

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SignIn(platform).TryAsync(user.Email, "wrong", Token)));

        var lines = await AuditAsync(platform, user.Id);
        Assert.Equal(5, lines.Count(line => line == "user.sign_in_failed refused password"));
        Assert.Equal(7, lines.Count(line => line == "user.sign_in_failed refused locked"));
    }

    [Fact]
    public async Task A_disabled_person_an_unknown_address_and_one_without_a_password_are_refused()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var disabled = await AddAsync(platform, "ada@example.test", user => user.DisabledAt = _clock.GetUtcNow());
        var bare = await AddAsync(platform, "grace@example.test", user => user.PasswordHash = null);

        Assert.Null(await SignIn(platform).TryAsync(disabled.Email, Right, Token));
        Assert.Null(await SignIn(platform).TryAsync(bare.Email, "", Token));
        Assert.Null(await SignIn(platform).TryAsync("nobody@example.test", Right, Token));
        Assert.Equal(["user.sign_in_failed refused unknown"], await AuditAsync(platform, null));
        Assert.Equal(["user.sign_in_failed refused disabled"], await AuditAsync(platform, disabled.Id));
    }

    [Fact]
    public async Task A_hash_of_weaker_settings_is_made_anew()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var weak = new Microsoft.AspNetCore.Identity.PasswordHasher<object>(
            Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1000 })).HashPassword(this, Right);
        var user = await AddAsync(platform, "ada@example.test", user => user.PasswordHash = weak);

        Assert.NotNull(await SignIn(platform).TryAsync(user.Email, Right, Token));

        await using var db = platform.CreateDbContext();
        var hash = (await db.Users.SingleAsync(u => u.Id == user.Id, Token)).PasswordHash;
        Assert.Equal(PasswordMatch.Yes, _hashes.Compare(hash, Right));
        Assert.NotEqual(weak, hash);
    }

    private PasswordSignIn SignIn(TestPlatform platform) => new(platform, _hashes, _clock);

    private async Task<User> AddAsync(TestPlatform platform, string email, Action<User>? configure = null)
    {
        var user = new User { Id = Guid.CreateVersion7(), Email = email, DisplayName = "Ada", CreatedAt = _clock.GetUtcNow(), PasswordHash = _hashes.Make(Right) };
        configure?.Invoke(user);
        await using var db = platform.CreateDbContext();
        db.Users.Add(user);
        await db.SaveChangesAsync(Token);
        return user;
    }

    private static async Task<List<string>> AuditAsync(TestPlatform platform, Guid? userId)
    {
        await using var db = platform.CreateDbContext();
        return await db.AuditEntries.Where(e => e.UserId == userId).OrderBy(e => e.Id).Select(e => $"{e.Action} {e.Outcome} {e.Detail}").ToListAsync(Token);
    }
}
