using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Queries;

public sealed class QueryTrailTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_at_once_are_all_written_as_they_are()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await platform.AddMemberAsync(Role.Analyst, platform.ConnectionString, "public", Token);
        var trail = new QueryTrail(platform.Source, TimeProvider.System);
        var rows = Enumerable.Range(0, 200).Select(i => (Entry: Entry(member, i), Result: i % 2 == 0 ? Result(member, i) : null)).ToList();

        await Task.WhenAll(rows.Select(r => Task.Run(() => trail.AddAsync(r.Entry, r.Result), Token)));

        await using var db = platform.CreateDbContext();
        Assert.Equivalent(rows.Select(r => r.Entry), await db.AuditEntries.OrderBy(e => e.Rows).ToListAsync(Token), strict: true);
        var results = new ResultStore(platform);
        foreach (var result in rows.Select(r => r.Result).OfType<NewResult>())
            Assert.Equivalent(result.Table, await results.FindAsync(member, result.Id, Token), strict: true);
    }

    [Fact]
    public async Task A_row_that_cannot_be_written_takes_no_other_with_it_and_leaves_no_half()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await platform.AddMemberAsync(Role.Analyst, platform.ConnectionString, "public", Token);
        var trail = new QueryTrail(platform.Source, TimeProvider.System);
        var lost = Result(member, 7, conversation: Guid.CreateVersion7());

        var writes = Enumerable.Range(0, 20).Select(i => trail.AddAsync(Entry(member, i), i == 7 ? lost : Result(member, i))).ToList();

        await Assert.ThrowsAsync<PostgresException>(() => writes[7]);
        await Task.WhenAll(writes.Where((_, i) => i != 7));
        await using var db = platform.CreateDbContext();
        Assert.Equal(Enumerable.Range(0, 20).Where(i => i != 7).Select(i => (int?)i), await db.AuditEntries.Select(e => e.Rows).Order().ToListAsync(Token));
        Assert.Equal(19, await db.Results.CountAsync(Token));
    }

    private static AuditEntry Entry(Member member, int number) => new()
    {
        Id = Guid.CreateVersion7(),
        At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        ProjectId = member.Project.Id,
        UserId = member.UserId,
        Action = "query",
        Door = "http",
        Outcome = "ran",
        Sql = number % 3 == 0 ? null : $"select {number}",
        Relations = [.. Enumerable.Repeat("shop.orders", number % 3)],
        Rows = number,
        DurationMs = number,
        Detail = number % 5 == 0 ? "cut" : null,
    };

    private static NewResult Result(Member member, int number, Guid? conversation = null) => new(
        Guid.CreateVersion7(), member, conversation, new ResultTable($"select {number}", [new("n", "integer", ColumnKind.Number)], [[$"{number}"]], false, TimeSpan.Zero)
        {
            RanAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        });
}
