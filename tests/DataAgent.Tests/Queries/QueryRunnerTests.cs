using System.Diagnostics;
using DataAgent.Audit;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Queries;

public sealed class QueryRunnerTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>, IDisposable
{
    // Some billions of rows to count: long enough to be stopped or to run out of time, and nothing the guard minds.
    private const string Endless = "select count(*) as endless from customer a, customer b, customer c, customer d, customer e, customer f, customer g";

    private readonly Guard _guard = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_shown_kept_and_audited()
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        var ran = Assert.IsType<QueryOutcome.Ran>(await RunAsync(member, "select city, count(*) as n from customer group by city order by n desc, city;"));

        Assert.Equal("select city, count(*) as n from customer group by city order by n desc, city", ran.Table.Sql);
        Assert.Equal([new("city", "text", ColumnKind.Text), new("n", "bigint", ColumnKind.Number)], ran.Table.Columns);
        Assert.Equal([["Oslo", "7"], [null, "7"], ["Rome", "6"]], ran.Table.Rows);
        Assert.Equal(["shop.customer"], ran.Table.Relations);
        Assert.Equal((false, null), (ran.Table.Truncated, ran.Table.CutReason));
        Assert.Equal(TimeSpan.Zero, ran.Table.RanAt.Offset);

        var kept = await Results.FindAsync(member, ran.ResultId, Token);
        Assert.Equivalent(ran.Table, kept, strict: true);

        var entry = await AuditedAsync(member);
        Assert.Equal(("query", "chat", "ran", 3, null), (entry.Action, entry.Door, entry.Outcome, entry.Rows, entry.Detail));
        Assert.Equal((member.UserId, member.Project.Id), (entry.UserId, entry.ProjectId));
        Assert.Equal(["shop.customer"], entry.Relations);
        Assert.StartsWith("select city", entry.Sql);
        Assert.NotNull(entry.DurationMs);
    }

    [Fact]
    public async Task A_cut_answer_says_so_everywhere()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxRowsPerQuery = 5);

        var ran = Assert.IsType<QueryOutcome.Ran>(await RunAsync(member, "select id from customer order by id"));

        Assert.Equal((5, true, "the project shows at most 5 rows"), (ran.Table.Rows.Count, ran.Table.Truncated, ran.Table.CutReason));
        Assert.True((await Results.FindAsync(member, ran.ResultId, Token))!.Truncated);
        Assert.Equal("the project shows at most 5 rows", (await AuditedAsync(member)).Detail);
    }

    [Theory]
    [InlineData("delete from customer", "NotReadOnly")]
    [InlineData("select * from salary", "UnknownRelation")]
    [InlineData("select * from pg_shadow", "UnknownRelation")]
    [InlineData("select query_to_xml('select * from shop.salary', true, true, '')", "FunctionNotAllowed")]
    [InlineData("select 1; select 2", "SeveralStatements")]
    [InlineData("", "Empty")]
    public async Task What_the_guard_refuses_never_reaches_the_database(string sql, string code)
    {
        await using var proxy = new FrozenProxy(new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        var member = await database.AddMemberAsync(Role.Viewer, p => (p.ExcludedTables, p.DbPort) = (["salary"], proxy.Port));
        await Dictionaries.GetAsync(member, Token);
        proxy.Freeze();

        var refused = Assert.IsType<QueryOutcome.Refused>(await RunAsync(member, sql));

        var entry = await AuditedAsync(member);
        Assert.Equal(("refused", sql, null), (entry.Outcome, entry.Sql, entry.Rows));
        Assert.Equal(string.Join(", ", refused.Reasons.Select(r => r.Code).Distinct()), entry.Detail);
        Assert.Contains(code is "UnknownRelation" ? "" : code, entry.Detail);
    }

    [Fact]
    public async Task A_text_that_is_none_or_is_endless_is_audited_all_the_same()
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        Assert.IsType<QueryOutcome.Refused>(await RunAsync(member, "select '\uD800\0'" + new string(' ', 100_000)));

        var entry = await AuditedAsync(member);
        Assert.StartsWith("select '\uFFFD'  ", entry.Sql);
        Assert.InRange(entry.Sql!.Length, 30_000, 40_000);
    }

    [Fact]
    public async Task A_failed_query_points_into_the_text_and_leaves_no_value_in_the_audit_log()
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        var failed = Assert.IsType<QueryOutcome.Failed>(await RunAsync(member, "  select '🦆' as duck,\n 'Ann''s secret'::int as n;"));

        Assert.Equal(("22P02", 24), (failed.SqlState, failed.Position));
        Assert.Equal(("failed", "22P02", null), await OutcomeAsync(member));
    }

    [Fact]
    public async Task Time_runs_out_with_advice()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxQueryTimeoutSeconds = 1);

        var failed = Assert.IsType<QueryOutcome.Failed>(await RunAsync(member, Endless));

        Assert.StartsWith("The query took longer than 1 s", failed.Advice);
        Assert.Equal(("failed", "57014", null), await OutcomeAsync(member));
    }

    [Fact]
    public async Task A_stop_ends_the_query_in_PostgreSQL_and_is_audited()
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        using var stop = new CancellationTokenSource();
        var running = RunAsync(member, Endless, stop.Token);
        var watch = Stopwatch.StartNew();
        while (await database.CountRunningAsync("endless") == 0)
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "The query did not start.");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        while (await database.CountRunningAsync("endless") > 0)
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "The query still runs.");
        Assert.Equal(("stopped", null, null), await OutcomeAsync(member));
    }

    [Fact]
    public async Task A_dictionary_that_cannot_be_read_is_a_failure_with_advice()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbPort = 1);
        var failed = Assert.IsType<QueryOutcome.Failed>(await RunAsync(member, "select 1"));

        Assert.StartsWith("The project's database cannot be reached.", failed.Advice);
        Assert.Equal(("failed", "no connection", null), await OutcomeAsync(member));
    }

    [Fact]
    public async Task A_result_is_seen_by_its_asker_and_by_admins_of_the_project_alone()
    {
        var asker = await database.AddMemberAsync(Role.Analyst);
        var colleague = await database.Platform.AddMemberAsync(Role.Analyst, asker.Project, Token);
        var admin = await database.Platform.AddMemberAsync(Role.Admin, asker.Project, Token);
        var stranger = await database.AddMemberAsync(Role.Admin);

        var id = Assert.IsType<QueryOutcome.Ran>(await RunAsync(asker, "select 1")).ResultId;

        Assert.NotNull(await Results.FindAsync(asker, id, Token));
        Assert.NotNull(await Results.FindAsync(admin, id, Token));
        Assert.Null(await Results.FindAsync(colleague, id, Token));
        Assert.Null(await Results.FindAsync(stranger, id, Token));
    }

    [Fact]
    public async Task Duplicate_columns_and_no_rows_are_kept_as_they_are()
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        var ran = Assert.IsType<QueryOutcome.Ran>(await RunAsync(member, "select id, id, null as nothing from customer where id < 0"));

        var kept = (await Results.FindAsync(member, ran.ResultId, Token))!;
        Assert.Equal(["id", "id", "nothing"], kept.Columns.Select(c => c.Name));
        Assert.Empty(kept.Rows);
    }

    private ResultStore Results => new(database.Platform);

    private DictionaryStore Dictionaries => new(database.Platform, database.Pools.OpenAsync, database.Platform.Roles, TimeProvider.System);

    [Theory]
    [InlineData(QueryDoor.Page)]
    [InlineData(QueryDoor.Http)]
    [InlineData(QueryDoor.CommandLine)]
    [InlineData(QueryDoor.Export)]
    [InlineData(QueryDoor.SavedQuery)]
    public async Task A_viewer_runs_no_SQL_of_their_own_at_any_door(QueryDoor door)
    {
        var viewer = await database.AddMemberAsync(Role.Viewer);
        var analyst = await database.AddMemberAsync(Role.Analyst);

        var refused = await RunAsync(viewer, "select 1", door: door);
        var ran = await RunAsync(analyst, "select 1", door: door);

        Assert.Contains("role analyst", Assert.IsType<QueryOutcome.NotPermitted>(refused).Advice);
        Assert.IsType<QueryOutcome.Ran>(ran);
        var entry = await AuditedAsync(viewer);
        Assert.Equal(("refused", "role"), (entry.Outcome, entry.Detail));
    }

    private Task<QueryOutcome> RunAsync(Member member, string sql, CancellationToken? token = null, QueryDoor door = QueryDoor.Chat) =>
        new QueryRunner(_guard, Dictionaries, database.Platform.Roles, database.Pools, new QueryTrail(database.Platform.Source, TimeProvider.System), new QueryOptions(), TimeProvider.System)
            .RunAsync(member, new QueryRequest(sql, door), token ?? Token);

    private async Task<(string Outcome, string? Detail, int? Rows)> OutcomeAsync(Member member)
    {
        var entry = await AuditedAsync(member);
        return (entry.Outcome, entry.Detail, entry.Rows);
    }

    private async Task<AuditEntry> AuditedAsync(Member member)
    {
        await using var db = database.Platform.CreateDbContext();
        return await db.AuditEntries.SingleAsync(e => e.ProjectId == member.Project.Id, Token);
    }

    public void Dispose() => _guard.Dispose();
}
