using System.Security.Cryptography;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Users;

public sealed class PasskeysTests(PostgresServer server)
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passkeys_are_added_renamed_and_removed_by_their_person_alone()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (ada, grace) = (await AddAsync(platform), await AddAsync(platform));
        var passkeys = new Passkeys(platform, _clock);
        var id = await AddAsync(passkeys, ada, " Phone ");

        var foreignName = await passkeys.RenameAsync(grace.Id, id, "Mine", QueryDoor.Page, Token);
        var foreignRemoval = await passkeys.RemoveAsync(grace.Id, id, QueryDoor.Page, Token);
        var renamed = await passkeys.RenameAsync(ada.Id, id, "Old phone", QueryDoor.Page, Token);
        var removed = await passkeys.RemoveAsync(ada.Id, id, QueryDoor.Page, Token);

        Assert.IsType<PasskeyOutcome.Refused>(foreignName);
        Assert.IsType<PasskeyOutcome.Refused>(foreignRemoval);
        Assert.Equal("Old phone", Assert.IsType<PasskeyOutcome.Saved>(renamed).Passkey.Name);
        Assert.IsType<PasskeyOutcome.Saved>(removed);
        Assert.Empty(await passkeys.ListAsync(ada.Id, Token));
        Assert.Equal(["user.passkey_add Phone", "user.passkey_rename Phone: Old phone", "user.passkey_remove Old phone"], await AuditAsync(platform, ada));
    }

    [Fact]
    public async Task A_name_is_given_once_and_an_account_has_so_many()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform);
        var passkeys = new Passkeys(platform, _clock);
        for (var i = 1; i < Passkeys.MaxPasskeys; i++)
            await AddAsync(passkeys, user, $"Key {i}");

        var taken = await passkeys.CheckAsync(user.Id, "Key 1", Token);
        var control = await passkeys.CheckAsync(user.Id, "Key\u0007", Token);
        var last = await passkeys.CheckAsync(user.Id, "The last", Token);
        await AddAsync(passkeys, user, "The last");
        var tooMany = await passkeys.AddAsync(user.Id, "One more", Made(), QueryDoor.Page, Token);
        var id = (await passkeys.ListAsync(user.Id, Token)).Single(p => p.Name == "The last").Id;
        var renamedToTaken = await passkeys.RenameAsync(user.Id, id, "Key 1", QueryDoor.Page, Token);

        Assert.Contains("Choose another", Assert.Single(taken).Message, StringComparison.Ordinal);
        Assert.Contains("at most 60", Assert.Single(control).Message, StringComparison.Ordinal);
        Assert.Empty(last);
        Assert.Contains("Remove one first", Assert.Single(Assert.IsType<PasskeyOutcome.Invalid>(tooMany).Errors).Message, StringComparison.Ordinal);
        Assert.IsType<PasskeyOutcome.Invalid>(renamedToTaken);
    }

    [Fact]
    public async Task A_platform_administrator_takes_a_passkey_away_and_nobody_else_does()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (ada, other, chief) = (await AddAsync(platform), await AddAsync(platform), await AddAsync(platform, isAdministrator: true));
        var passkeys = new Passkeys(platform, _clock);
        var id = await AddAsync(passkeys, ada, "Stolen phone");

        var hidden = await passkeys.ListForAsync(other, ada.Email, Token);
        var refused = await passkeys.RemoveForAsync(other, ada.Email, id, QueryDoor.CommandLine, Token);
        var seen = await passkeys.ListForAsync(chief, ada.Email, Token);
        var removed = await passkeys.RemoveForAsync(chief, ada.Email, id, QueryDoor.CommandLine, Token);

        Assert.Null(hidden);
        Assert.Contains("Only a platform administrator", Assert.IsType<PasskeyOutcome.Refused>(refused).Message, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(seen!).Id);
        Assert.IsType<PasskeyOutcome.Saved>(removed);
        Assert.Equal([$"user.passkey_remove {ada.Email}: Stolen phone"], await AuditAsync(platform, chief));
    }

    [Fact]
    public async Task Of_a_device_and_its_copies_at_the_same_instant_one_is_let_in()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform);
        var made = Made(count: 3);
        await new Passkeys(platform, _clock).AddAsync(user.Id, "Phone", made, QueryDoor.Page, Token);
        var used = Made(count: 4, id: made.CredentialId);
        var signIn = new PasskeySignIn(platform, _clock);

        var entries = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => signIn.EnterAsync(user.Id, used, Token)));

        Assert.Single(entries.OfType<PasskeyEntry.Entered>());
        Assert.Equal(5, entries.OfType<PasskeyEntry.Void>().Count());
        Assert.Equal(_clock.GetUtcNow(), Assert.Single(await new Passkeys(platform, _clock).ListAsync(user.Id, Token)).LastUsedAt);
    }

    [Fact]
    public async Task A_device_that_does_not_count_is_let_in_again()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var user = await AddAsync(platform);
        var made = Made();
        await new Passkeys(platform, _clock).AddAsync(user.Id, "Phone", made, QueryDoor.Page, Token);
        var signIn = new PasskeySignIn(platform, _clock);

        var first = await signIn.EnterAsync(user.Id, made, Token);
        var second = await signIn.EnterAsync(user.Id, made, Token);

        Assert.IsType<PasskeyEntry.Entered>(first);
        Assert.IsType<PasskeyEntry.Entered>(second);
    }

    [Fact]
    public async Task A_challenge_is_taken_once_within_five_minutes_and_by_its_person()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (ada, grace) = (await AddAsync(platform), await AddAsync(platform));
        var challenges = new PasskeyChallenges(platform, _clock);
        var hers = await challenges.KeepAsync(ada.Id, "hers", Token);
        var late = await challenges.KeepAsync(null, "late", Token);

        var foreign = await challenges.TakeAsync(grace.Id, hers, Token);
        var anonymous = await challenges.TakeAsync(null, hers, Token);
        var takes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => challenges.TakeAsync(ada.Id, hers, Token)));
        _clock.Advance(PasskeyChallenges.Lifetime);
        var tooLate = await challenges.TakeAsync(null, late, Token);
        await challenges.KeepAsync(null, "next", Token);

        Assert.Equal((null, null, null), (foreign, anonymous, tooLate));
        Assert.Equal("hers", Assert.Single(takes, state => state is not null));
        await using var db = platform.CreateDbContext();
        Assert.Equal("next", Assert.Single(await db.PasskeyChallenges.ToListAsync(Token)).State);
    }

    private static async Task<Guid> AddAsync(Passkeys passkeys, User user, string name) =>
        Assert.IsType<PasskeyOutcome.Saved>(await passkeys.AddAsync(user.Id, name, Made(), QueryDoor.Page, Token)).Passkey.Id;

    private async Task<User> AddAsync(TestPlatform platform, bool isAdministrator = false)
    {
        var user = UserDirectory.New($"{Guid.NewGuid():n}@example.test", "Ada", isAdministrator, _clock.GetUtcNow());
        await using var db = platform.CreateDbContext();
        db.Users.Add(user);
        await db.SaveChangesAsync(Token);
        return user;
    }

    private static UserPasskeyInfo Made(uint count = 0, byte[]? id = null) =>
        new(id ?? RandomNumberGenerator.GetBytes(16), [1, 2, 3], default, count, ["internal"], true, false, false, [], []);

    private static async Task<List<string>> AuditAsync(TestPlatform platform, User user)
    {
        await using var db = platform.CreateDbContext();
        return await db.AuditEntries.Where(e => e.UserId == user.Id).OrderBy(e => e.Id).Select(e => $"{e.Action} {e.Detail}").ToListAsync(Token);
    }
}
