using System.Diagnostics;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Tests.Queries;

public sealed class IdlePoolTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_that_nobody_uses_goes_with_its_connections()
    {
        var clock = new ManualClock();
        await using var pools = database.CreatePools(new QueryOptions(), clock);
        var (asleep, awake) = (await AddProjectAsync(), await AddProjectAsync());
        var (first, second) = (await pools.GetAsync(asleep, Token), await pools.GetAsync(awake, Token));
        await using (await pools.OpenAsync(asleep, Token)) { }
        Assert.Equal(1, await CountConnectionsAsync());

        clock.Advance(TimeSpan.FromMinutes(3));
        await pools.GetAsync(awake, Token);
        Assert.Equal(1, await CountConnectionsAsync());
        clock.Advance(TimeSpan.FromMinutes(3));

        await UntilAsync(async () => await CountConnectionsAsync() == 0);
        Assert.NotSame(first, await pools.GetAsync(asleep, Token));
        Assert.Same(second, await pools.GetAsync(awake, Token));
    }

    [Fact]
    public async Task A_pool_with_a_query_that_runs_stays()
    {
        var clock = new ManualClock();
        await using var pools = database.CreatePools(new QueryOptions(), clock);
        var project = await AddProjectAsync();
        var pool = await pools.GetAsync(project, Token);
        using (await pool.TakeSlotAsync(TimeSpan.FromSeconds(1), Token))
            clock.Advance(TimeSpan.FromMinutes(9));

        Assert.Same(pool, await pools.GetAsync(project, Token));
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.NotSame(pool, await pools.GetAsync(project, Token));
    }

    [Fact]
    public async Task Beyond_the_limit_a_pool_goes_that_has_nothing_to_do()
    {
        var clock = new ManualClock();
        await using var pools = database.CreatePools(new QueryOptions { MaxPools = 2 }, clock);
        var (busy, idle) = (await AddProjectAsync(), await AddProjectAsync());
        var first = await pools.GetAsync(busy, Token);
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await pools.GetAsync(idle, Token);
        using (await first.TakeSlotAsync(TimeSpan.FromSeconds(1), Token))
        {
            await pools.GetAsync(await AddProjectAsync(), Token);

            Assert.Same(first, await pools.GetAsync(busy, Token));
        }

        Assert.NotSame(second, await pools.GetAsync(idle, Token));
    }

    private async Task<Project> AddProjectAsync() => (await database.AddMemberAsync(Role.Viewer)).Project;

    private Task<long> CountConnectionsAsync() =>
        database.ScalarAsync<long>($"select count(*) from pg_stat_activity where usename = '{database.RoleName}'");

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "It did not happen within ten seconds.");
    }
}
