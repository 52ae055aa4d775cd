using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAgent.Tests.Audit;

public sealed class AuditRetentionTests(PostgresServer server)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_entries_go_in_batches_and_each_batch_is_an_entry()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        await FillAsync(platform, AuditRetention.Batch + 30, Noon.AddDays(-31));
        await FillAsync(platform, 10, Noon.AddDays(-29));

        var gone = await Retention(platform, 30).ExpireAsync(Token);

        Assert.Equal(AuditRetention.Batch + 30, gone);
        await using var db = platform.CreateDbContext();
        Assert.Equal(10, await db.AuditEntries.CountAsync(e => e.Action == "query", Token));
        var told = await db.AuditEntries.Where(e => e.Action == "audit.expire").OrderBy(e => e.Id).ToListAsync(Token);
        Assert.Equal([AuditRetention.Batch, 30], told.Select(e => e.Rows!.Value));
        Assert.All(told, e => Assert.Equal((null, "service", "2026-01-30 12:00:00Z", true), (e.UserId, e.Door, e.Detail, e.IsPlatformWide)));
    }

    [Fact]
    public async Task Replicas_that_start_at_once_do_it_once()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        await FillAsync(platform, AuditRetention.Batch * 3, Noon.AddDays(-31));

        var gone = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Retention(platform, 30).ExpireAsync(Token)));

        await using var db = platform.CreateDbContext();
        Assert.Equal(AuditRetention.Batch * 3, gone.Sum());
        Assert.Equal(gone.Sum(), await db.AuditEntries.Where(e => e.Action == "audit.expire").SumAsync(e => e.Rows!.Value, Token));
    }

    [Fact]
    public async Task Without_the_setting_everything_stays()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        await FillAsync(platform, 5, Noon.AddYears(-20));

        Assert.Equal(0, await Retention(platform, null).ExpireAsync(Token));

        await using var db = platform.CreateDbContext();
        Assert.Equal(5, await db.AuditEntries.CountAsync(Token));
    }

    [Theory]
    [InlineData("RetentionDays", "0")]
    [InlineData("RetentionDays", "soon")]
    [InlineData("Retention", "30")]
    public void A_setting_that_does_not_fit_stops_the_start(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new($"Audit:{name}", value)]).Build();

        Assert.Throws<FormatException>(() => AuditOptions.From(settings));
    }

    private static AuditRetention Retention(TestPlatform platform, int? days) =>
        new(platform, new AuditOptions { RetentionDays = days }, new ManualClock(), NullLogger<AuditRetention>.Instance);

    private static async Task FillAsync(TestPlatform platform, int count, DateTimeOffset at)
    {
        await using var db = platform.CreateDbContext();
        await db.Database.ExecuteSqlAsync($"""
            insert into audit_entry (id, at, action, door, outcome, relations)
            select gen_random_uuid(), {at}, 'query', 'page', 'ran', array[]::text[] from generate_series(1, {count})
            """, Token);
    }
}
