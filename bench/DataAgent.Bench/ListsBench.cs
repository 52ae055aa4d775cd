using System.Diagnostics;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Bench;

/// <summary>The lists that grow for ever: 1,000,000 audit entries and 10,000 conversations of one project. Medians; the goal is 20 ms a page.</summary>
internal static class ListsBench
{
    private const int Rounds = 21;

    public static async Task<int> RunAsync()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        await using var platform = await TestPlatform.CreateAsync(server, CancellationToken.None);
        var admin = await platform.AddMemberAsync(Role.Admin, platform.ConnectionString, "public", CancellationToken.None);
        var other = await platform.AddMemberAsync(Role.Analyst, admin.Project, CancellationToken.None);
        await FillAsync(platform, admin, other);
        Console.WriteLine($"{Environment.ProcessorCount} processors, PostgreSQL on the same machine, 1,000,000 entries, 10,000 conversations");

        // As the product makes its contexts.
        await using var services = new ServiceCollection().AddPlatformDatabase(platform.ConnectionString).BuildServiceProvider();
        var database = services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
        var log = new AuditLog(database, TimeProvider.System);
        var start = DateTimeOffset.UtcNow.AddDays(-300);
        (string Name, AuditFilter Filter, AuditCursor? After)[] pages =
        [
            ("newest", new(), null),
            ("in the middle", new(), new(start, Guid.Empty)),
            ("by person", new(other.UserId), null),
            ("by a rare action", new(Action: "project.edit"), null),
            ("by outcome", new(Outcome: "refused"), null),
            ("by outcome, in the middle", new(Outcome: "refused"), new(start, Guid.Empty)),
            ("by person, outcome and door", new(other.UserId, Outcome: "failed", Door: "http"), null),
            ("of one day", new(From: start, Until: start.AddDays(1)), null),
            ("with a text that occurs", new(Text: "region_7 "), null),
            ("with a text that does not occur, one pause", new(Text: "nowhere"), null),
        ];
        foreach (var (name, filter, after) in pages)
            await MeasureAsync($"audit, {name}", async () => (await log.ListAsync(admin, filter, after, CancellationToken.None)).Lines.Count);

        var store = new ConversationStore(database, TimeProvider.System);
        await MeasureAsync("conversations, own", async () => (await store.ListAsync(admin, CancellationToken.None)).Count);
        await MeasureAsync("conversations of members", async () => (await store.ListAllAsync(admin, null, null, null, CancellationToken.None)).Conversations.Count);
        await MeasureAsync("conversations of members, by title", async () => (await store.ListAllAsync(admin, null, "number 77", null, CancellationToken.None)).Conversations.Count);
        var access = new ProjectAccess(database);
        await MeasureAsync("may this person see this project, asked of 10,000 people and members", async () =>
            await access.FindMemberAsync(other.UserId, admin.Project.Slug, CancellationToken.None) is null ? 0 : 1);
        await MeasureAsync("an entry written", async () =>
        {
            await log.RecordAsync(admin, "model.test", QueryDoor.Page, "bench", CancellationToken.None);
            return 1;
        });
        return 0;
    }

    private static async Task MeasureAsync(string name, Func<Task<int>> list)
    {
        List<double> times = [];
        var count = 0;
        for (var round = -3; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            count = await list();
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{name}: {times[Rounds / 2]:0.00} ms, worst {times[^1]:0.0} ms, {count} lines");
    }

    private static async Task FillAsync(TestPlatform platform, Member admin, Member other)
    {
        await using var db = platform.CreateDbContext();
        db.Database.SetCommandTimeout(600);
        await db.Database.ExecuteSqlAsync($"""
            insert into audit_entry (id, at, project_id, user_id, action, door, outcome, sql, relations, rows, duration_ms)
            select gen_random_uuid(), now() - n * interval '30 seconds', {admin.Project.Id}, case when n % 10 = 0 then {other.UserId} else {admin.UserId} end,
                case when n % 10000 = 0 then 'project.edit' else 'query' end, case n % 4 when 0 then 'http' when 1 then 'page' else 'chat' end,
                case when n % 50 = 0 then 'refused' when n % 77 = 0 then 'failed' else 'ran' end,
                'select customer_id, sum(total_amount) from orders where region = ''region_' || n % 500 || ' '' group by customer_id order by 2 desc limit 10',
                array['orders'], n % 500, n % 900
            from generate_series(1, 1000000) n
            """);
        await db.Database.ExecuteSqlAsync($"""
            with person as (
                insert into user_account (id, email, display_name, is_platform_administrator, created_at)
                select gen_random_uuid(), 'person' || n || '@example.test', 'Person ' || n, false, now() from generate_series(1, 10000) n returning id)
            insert into membership (project_id, user_id, role, created_at) select {admin.Project.Id}, id, 'Viewer', now() from person
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into conversation (id, project_id, user_id, title, active_run_id, created_at, updated_at)
            select gen_random_uuid(), {admin.Project.Id}, case when n % 2 = 0 then {other.UserId} else {admin.UserId} end, 'Question number ' || n, gen_random_uuid(),
                now() - n * interval '1 minute', now() - n * interval '1 minute' from generate_series(1, 10000) n
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into agent_run (id, conversation_id, status, provider, model, epoch, stop_requested, started_at, ended_at)
            select gen_random_uuid(), c.id, 'Done', 'offline', 'offline', 1, false, c.updated_at, c.updated_at from conversation c, generate_series(1, 3)
            """);
        await db.Database.ExecuteSqlAsync($"analyze");
    }
}
