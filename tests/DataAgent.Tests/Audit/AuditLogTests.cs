using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Tests.Audit;

public sealed class AuditLogTests(PostgresServer server)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Admins_read_their_project_newest_first_page_by_page()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var admin = await AddMemberAsync(platform, Role.Admin);
        var other = await AddMemberAsync(platform, Role.Admin);
        var log = new AuditLog(platform);
        await using (var db = platform.CreateDbContext())
        {
            db.AuditEntries.AddRange(Enumerable.Range(0, AuditLog.PageSize + 2).Select(i => Entry(admin, Noon.AddMinutes(i))));
            await db.SaveChangesAsync(Token);
        }

        await log.AddAsync(Entry(other, Noon), Token);

        var first = await log.ListAsync(admin, new AuditFilter(), 0, Token);
        var second = await log.ListAsync(admin, new AuditFilter(), 1, Token);

        Assert.Equal((AuditLog.PageSize, true), (first.Lines.Count, first.HasMore));
        Assert.Equal(Noon.AddMinutes(AuditLog.PageSize + 1), first.Lines[0].Entry.At);
        Assert.Equal(admin.Email, first.Lines[0].Email);
        Assert.Equal([Noon.AddMinutes(1), Noon], second.Lines.Select(l => l.Entry.At));
        Assert.False(second.HasMore);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Nobody_else_reads_any(Role role)
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await AddMemberAsync(platform, role);
        var log = new AuditLog(platform);
        await log.AddAsync(Entry(member, Noon), Token);

        var page = await log.ListAsync(member, new AuditFilter(), 0, Token);

        Assert.Empty(page.Lines);
    }

    [Fact]
    public async Task A_member_finds_their_own_runs_again_newest_first_and_each_text_once()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await AddMemberAsync(platform, Role.Analyst);
        var other = await platform.AddMemberAsync(Role.Analyst, member.Project, Token);
        var viewer = await AddMemberAsync(platform, Role.Viewer);
        var log = new AuditLog(platform);
        foreach (var (of, sql, door, minute) in ((Member, string, string, int)[])
            [(member, "select 1", "page", 1), (member, "select 2", "page", 2), (member, " select 1 ", "page", 3), (member, "select 4", "chat", 4),
             (other, "select 5", "page", 5), (viewer, "select 6", "page", 6), (member, "select 0", "page", -60)])
            await log.AddAsync(Run(of, sql, door, Noon.AddMinutes(minute)), Token);

        var runs = await log.ListOwnRunsAsync(member, Noon, 20, Token);

        Assert.Equal([" select 1 ", "select 2"], runs.Select(run => run.Sql));
        Assert.Equal(" select 1 ", Assert.Single(await log.ListOwnRunsAsync(member, Noon, 1, Token)).Sql);
        Assert.Empty(await log.ListOwnRunsAsync(viewer, Noon, 20, Token));
    }

    [Fact]
    public async Task Filters_narrow_by_person_action_outcome_and_time()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var admin = await AddMemberAsync(platform, Role.Admin);
        var log = new AuditLog(platform);
        await log.AddAsync(Entry(admin, Noon, outcome: "refused"), Token);
        await log.AddAsync(Entry(admin, Noon.AddHours(1), action: "project.change"), Token);
        await log.AddAsync(Entry(admin, Noon.AddHours(2), user: Guid.CreateVersion7()), Token);

        async Task<IEnumerable<int>> HoursAsync(AuditFilter filter) =>
            (await log.ListAsync(admin, filter, 0, Token)).Lines.Select(l => (l.Entry.At - Noon).Hours);

        Assert.Equal([0], await HoursAsync(new AuditFilter(Outcome: "refused")));
        Assert.Equal([1], await HoursAsync(new AuditFilter(Action: "project.change")));
        Assert.Equal([1, 0], await HoursAsync(new AuditFilter(UserId: admin.UserId)));
        Assert.Equal([2, 1], await HoursAsync(new AuditFilter(From: Noon.AddHours(1))));
        Assert.Equal([0], await HoursAsync(new AuditFilter(Until: Noon.AddHours(1))));
    }

    private static Task<Member> AddMemberAsync(TestPlatform platform, Role role) =>
        platform.AddMemberAsync(role, platform.ConnectionString, "public", Token);

    private static AuditEntry Run(Member member, string sql, string door, DateTimeOffset at)
    {
        var entry = Entry(member, at);
        (entry.Sql, entry.Door) = (sql, door);
        return entry;
    }

    private static AuditEntry Entry(Member member, DateTimeOffset at, string action = "query", string outcome = "ran", Guid? user = null) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        ProjectId = member.Project.Id,
        UserId = user ?? member.UserId,
        Action = action,
        Door = "page",
        Outcome = outcome,
    };
}
