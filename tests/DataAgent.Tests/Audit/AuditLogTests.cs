using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

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
        var log = Log(platform);
        // Two at each moment: a place between them must not lose one.
        await AddAsync(platform, Enumerable.Range(0, AuditLog.PageSize + 2).Select(i => Entry(admin, Noon.AddMinutes(i / 2))));
        await log.AddAsync(Entry(other, Noon), Token);

        var first = await log.ListAsync(admin, new AuditFilter(), null, Token);
        var second = await log.ListAsync(admin, new AuditFilter(), AuditCursor.Find(first.Next.ToString()), Token);

        Assert.Equal(AuditLog.PageSize, first.Lines.Count);
        Assert.Equal(Noon.AddMinutes((AuditLog.PageSize + 1) / 2), first.Lines[0].Entry.At);
        Assert.Equal((admin.Email, "Test"), (first.Lines[0].Email, first.Lines[0].Project));
        Assert.Equal([Noon, Noon], second.Lines.Select(l => l.Entry.At));
        Assert.Null(second.Next);
        Assert.Equal(AuditLog.PageSize + 2, first.Lines.Concat(second.Lines).Select(l => l.Entry.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Nobody_else_reads_any(Role role)
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await AddMemberAsync(platform, role);
        var log = Log(platform);
        await log.AddAsync(Entry(member, Noon), Token);

        Assert.Empty((await log.ListAsync(member, new AuditFilter(), null, Token)).Lines);
        Assert.Empty(await log.ExportAsync(member, new AuditFilter(), QueryDoor.Http, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_member_finds_their_own_runs_again_newest_first_and_each_text_once()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await AddMemberAsync(platform, Role.Analyst);
        var other = await platform.AddMemberAsync(Role.Analyst, member.Project, Token);
        var viewer = await AddMemberAsync(platform, Role.Viewer);
        var log = Log(platform);
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
    public async Task Filters_narrow_alone_and_together()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var admin = await AddMemberAsync(platform, Role.Admin);
        var log = Log(platform);
        await log.AddAsync(Entry(admin, Noon, outcome: "refused"), Token);
        await log.AddAsync(Entry(admin, Noon.AddHours(1), action: "project.edit"), Token);
        await log.AddAsync(Entry(admin, Noon.AddHours(2), user: Guid.CreateVersion7()), Token);
        await log.AddAsync(Run(admin, "select 100% as \"A_b\"", "chat", Noon.AddHours(3)), Token);

        async Task<IEnumerable<int>> HoursAsync(AuditFilter filter)
        {
            var listed = (await log.ListAsync(admin, filter, null, Token)).Lines.Select(l => (l.Entry.At - Noon).Hours).ToList();
            var exported = await log.ExportAsync(admin, filter with { Until = filter.Until ?? Noon.AddDays(1) }, QueryDoor.Http, Token)
                .Select(l => (l.Entry.At - Noon).Hours).ToListAsync(Token);
            Assert.Equal(listed, exported);
            return listed;
        }

        Assert.Equal([0], await HoursAsync(new AuditFilter(Outcome: "refused")));
        Assert.Equal([1], await HoursAsync(new AuditFilter(Action: "project.edit")));
        Assert.Equal([3, 1, 0], await HoursAsync(new AuditFilter(UserId: admin.UserId, Until: Noon.AddDays(1))));
        Assert.Equal([3, 2, 1], await HoursAsync(new AuditFilter(From: Noon.AddHours(1), Until: Noon.AddDays(1))));
        Assert.Equal([0], await HoursAsync(new AuditFilter(Until: Noon.AddHours(1))));
        Assert.Equal([3], await HoursAsync(new AuditFilter(Door: "chat")));
        Assert.Equal([3], await HoursAsync(new AuditFilter(Text: "0% AS \"a_")));
        Assert.Empty(await HoursAsync(new AuditFilter(Text: "0_ as")));
        Assert.Equal([3], await HoursAsync(new AuditFilter(admin.UserId, "query", "ran", "chat")));
        Assert.Empty(await HoursAsync(new AuditFilter(admin.UserId, "project.edit", "refused")));
    }

    [Fact]
    public async Task A_search_for_what_hardly_occurs_pauses_and_goes_on()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var admin = await AddMemberAsync(platform, Role.Admin);
        var log = Log(platform);
        await log.AddAsync(Run(admin, "select needle", "chat", Noon.AddDays(-1)), Token);
        await using (var db = platform.CreateDbContext())
            await db.Database.ExecuteSqlAsync($"""
                insert into audit_entry (id, at, project_id, user_id, action, door, outcome, sql, relations)
                select gen_random_uuid(), {Noon} + n * interval '1 second', {admin.Project.Id}, {admin.UserId}, 'query', 'page', 'ran', 'select hay', array[]::text[]
                from generate_series(1, {AuditLog.Window}) n
                """, Token);

        var first = await log.ListAsync(admin, new AuditFilter(Text: "needle"), null, Token);
        var second = await log.ListAsync(admin, new AuditFilter(Text: "needle"), first.Next, Token);

        Assert.Empty(first.Lines);
        Assert.Equal(Noon.AddSeconds(1), first.SearchedUntil);
        Assert.Equal("select needle", Assert.Single(second.Lines).Entry.Sql);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Platform_administrators_see_people_and_projects_but_nothing_of_what_is_in_them()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await AddMemberAsync(platform, Role.Admin);
        var log = Log(platform);
        var root = new User { Id = Guid.CreateVersion7(), Email = "root@example.test", DisplayName = "Root", IsPlatformAdministrator = true };
        await AddAsync(platform,
        [
            Run(member, "select secret", "chat", Noon), ProjectAudit.Entry("project.edit", member.UserId, member.Project.Id, QueryDoor.Page, Noon),
            ProjectAudit.Entry("member.add", member.UserId, member.Project.Id, QueryDoor.Page, Noon), ProjectAudit.Entry("user.add", root.Id, null, QueryDoor.Page, Noon),
        ]);

        var page = await log.ListAsync(root, new AuditFilter(), null, Token);
        var mine = await log.ListAsync(root, new AuditFilter(UserId: root.Id, Action: "user.add"), null, Token);
        root.IsPlatformAdministrator = false;
        var nobody = await log.ListAsync(root, new AuditFilter(), null, Token);

        Assert.Equal(["member.add", "user.add"], page.Lines.Select(l => l.Entry.Action).Order());
        Assert.All(page.Lines, line => Assert.Null(line.Entry.Sql));
        Assert.Equal("user.add", Assert.Single(mine.Lines).Entry.Action);
        Assert.Empty(nobody.Lines);
    }

    [Fact]
    public async Task An_export_is_an_entry_itself()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var admin = await AddMemberAsync(platform, Role.Admin);
        var log = Log(platform);

        var lines = await log.ExportAsync(admin, new AuditFilter(Door: "http"), QueryDoor.Http, Token).ToListAsync(Token);

        var entry = Assert.Single(lines).Entry;
        Assert.Equal(("audit.export", "http", "by http"), (entry.Action, entry.Door, entry.Detail));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("zz-11111111111111111111111111111111")]
    [InlineData("-1-11111111111111111111111111111111")]
    [InlineData("7fffffffffffffff-11111111111111111111111111111111")]
    [InlineData("0-1")]
    public void What_is_no_place_is_none(string text) => Assert.Null(AuditCursor.Find(text));

    private static AuditLog Log(TestPlatform platform) => new(platform, TimeProvider.System);

    private static Task<Member> AddMemberAsync(TestPlatform platform, Role role) =>
        platform.AddMemberAsync(role, platform.ConnectionString, "public", Token);

    private static async Task AddAsync(TestPlatform platform, IEnumerable<AuditEntry> entries)
    {
        await using var db = platform.CreateDbContext();
        db.AuditEntries.AddRange(entries);
        await db.SaveChangesAsync(Token);
    }

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
