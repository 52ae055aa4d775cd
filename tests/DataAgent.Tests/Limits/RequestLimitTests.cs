using DataAgent.Limits;
using DataAgent.Testing;
using DataAgent.Users;

namespace DataAgent.Tests.Limits;

public sealed class RequestLimitTests(PostgresServer server)
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(250)]
    public async Task Several_processes_together_let_through_what_one_may_and_no_more(int most)
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var person = await AddPersonAsync(platform);
        RequestLimit[] processes = [Limit(platform, most), Limit(platform, most), Limit(platform, most)];

        var waits = await Task.WhenAll(Enumerable.Range(0, 2 * most).Select(i => processes[i % 3].TakeAsync(person, Token).AsTask()));

        var through = waits.Count(wait => wait is null);
        Assert.InRange(through, Math.Max(1, most - 3 * (most / 10)), most);
        Assert.All(waits.OfType<TimeSpan>(), wait => Assert.Equal(TimeSpan.FromMinutes(1), wait));
    }

    [Fact]
    public async Task One_process_lets_through_exactly_the_limit_and_the_next_minute_is_another()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var person = await AddPersonAsync(platform);
        var limit = Limit(platform, 37);
        _clock.Advance(TimeSpan.FromSeconds(20));

        var first = await CountAsync(limit, person, 50);
        var wait = await limit.TakeAsync(person, Token);
        _clock.Advance(wait!.Value);
        var next = await CountAsync(limit, person, 50);

        Assert.Equal((37, TimeSpan.FromSeconds(40), 37), (first, wait.Value, next));
    }

    [Fact]
    public async Task One_person_does_not_use_up_what_another_has()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (ada, grace) = (await AddPersonAsync(platform), await AddPersonAsync(platform));
        var limit = Limit(platform, 5);

        await CountAsync(limit, ada, 10);

        Assert.Equal(5, await CountAsync(limit, grace, 10));
    }

    private RequestLimit Limit(TestPlatform platform, int most) => new(platform, new LimitsOptions { RequestsPerMinute = most }, _clock);

    private static async Task<int> CountAsync(RequestLimit limit, Guid person, int times)
    {
        var through = 0;
        for (var i = 0; i < times; i++)
            through += await limit.TakeAsync(person, Token) is null ? 1 : 0;
        return through;
    }

    private static async Task<Guid> AddPersonAsync(TestPlatform platform)
    {
        var user = new User { Id = Guid.CreateVersion7(), Email = $"{Guid.NewGuid():n}@example.test", DisplayName = "Ada", CreatedAt = DateTimeOffset.UtcNow };
        await using var db = platform.CreateDbContext();
        db.Users.Add(user);
        await db.SaveChangesAsync(Token);
        return user.Id;
    }
}
