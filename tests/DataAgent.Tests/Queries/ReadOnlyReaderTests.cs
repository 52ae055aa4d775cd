using System.Diagnostics;
using DataAgent.Projects;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Tests.Queries;

/// <summary>What still holds when the guard has let something through: these texts go to the database unjudged.</summary>
public sealed class ReadOnlyReaderTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("select shop.count_up()", PostgresErrorCodes.ReadOnlySqlTransaction)]
    [InlineData("insert into shop.counter values (7) returning n", PostgresErrorCodes.SyntaxError)]
    [InlineData("with w as (insert into shop.counter values (7) returning n) select * from w", PostgresErrorCodes.FeatureNotSupported)]
    [InlineData("select 1; insert into shop.counter values (7)", PostgresErrorCodes.SyntaxError)]
    [InlineData("select 1) q; insert into shop.counter values (7); select * from (select 1", PostgresErrorCodes.SyntaxError)]
    [InlineData("select 1) q; commit; --", PostgresErrorCodes.SyntaxError)]
    [InlineData("select 1) q into shop.stolen from (select 2", PostgresErrorCodes.SyntaxError)]
    [InlineData("commit", PostgresErrorCodes.SyntaxError)]
    [InlineData("set statement_timeout = 0", PostgresErrorCodes.SyntaxError)]
    [InlineData("copy shop.customer to stdout", PostgresErrorCodes.SyntaxError)]
    [InlineData("explain analyze select 1", PostgresErrorCodes.SyntaxError)]
    [InlineData("select n from shop.counter for update", PostgresErrorCodes.ReadOnlySqlTransaction)]
    [InlineData("select set_config('transaction_read_only', 'off', true), shop.count_up()", null)]
    [InlineData("select 1 /* open", PostgresErrorCodes.SyntaxError)]
    public async Task Nothing_is_written_although_the_role_could(string sql, string? sqlState)
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        var error = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(member.Project, sql));

        if (sqlState is not null)
            Assert.Equal(sqlState, error.SqlState);
        Assert.Equal("1:0", await database.ScalarAsync<string>("select count(*) || ':' || sum(n) from shop.counter"));
    }

    [Theory]
    [InlineData("values (1), (2)")]
    [InlineData("table shop.customer")]
    [InlineData("select id from shop.customer -- the newest first")]
    [InlineData("with c as (select 1 as n) select * from c")]
    [InlineData("select 1 as n, 2 as n")]
    [InlineData("select")]
    [InlineData("select '{\"a\":1}'::jsonb ? 'a', $x$;$x$, '@p', ':q', '{0}'")]
    public async Task Every_form_of_a_reading_statement_runs(string sql)
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        var reading = await ReadAsync(member.Project, sql);

        Assert.NotEmpty(reading.Read.Rows);
    }

    [Fact]
    public async Task Rows_come_in_the_order_the_query_asks_for()
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        var reading = await ReadAsync(member.Project, "select id from shop.customer order by id desc");

        Assert.Equal(Enumerable.Range(1, 20).Reverse().Select(n => n.ToString()), reading.Read.Rows.Select(r => r[0]));
    }

    [Fact]
    public async Task The_schema_is_on_the_path_whatever_it_is_called_and_nothing_else_is()
    {
        await database.ExecuteAsync($"""
            create schema "My ""Shop"", x";
            grant usage on schema "My ""Shop"", x" to {database.RoleName};
            create view "My ""Shop"", x".lower as select 'mine' as who;
            grant select on "My ""Shop"", x".lower to {database.RoleName};
            """);
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbSchema = "My \"Shop\", x");

        var reading = await ReadAsync(member.Project, "select who, current_setting('search_path') from lower");

        Assert.Equal(["mine", "pg_catalog, \"My \"\"Shop\"\", x\", pg_temp"], reading.Read.Rows.Single());
    }

    [Fact]
    public async Task Schemas_of_extensions_come_behind_the_projects_own()
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        var reading = await new ReadOnlyReader(database.Pools, new QueryOptions()).ReadAsync(
            member.Project, new("select current_setting('search_path')", [], ["shop", "My \"Ext\"", "pg_catalog", "public", "public"]), Token);

        Assert.Equal("pg_catalog, \"shop\", \"My \"\"Ext\"\"\", \"public\", pg_temp", reading.Read.Rows.Single()[0]);
    }

    [Fact]
    public async Task A_query_beyond_the_time_limit_is_ended_by_PostgreSQL()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxQueryTimeoutSeconds = 1);
        var watch = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(member.Project, "select pg_sleep(20)"));

        Assert.Equal(PostgresErrorCodes.QueryCanceled, error.SqlState);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 5);
    }

    [Fact]
    public async Task The_time_limit_cannot_be_lifted_from_inside()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxQueryTimeoutSeconds = 1);

        var error = await Assert.ThrowsAsync<PostgresException>(
            () => ReadAsync(member.Project, "select set_config('statement_timeout', '0', true), pg_sleep(20)"));

        Assert.Equal(PostgresErrorCodes.QueryCanceled, error.SqlState);
    }

    [Fact]
    public async Task Settings_of_one_query_are_gone_for_the_next_user_of_the_connection()
    {
        const string show = "select current_setting('statement_timeout') || ' ' || current_setting('timezone') || ' ' || current_setting('search_path') || ' ' || current_setting('transaction_read_only') || ' ' || pg_backend_pid()";
        var options = new QueryOptions { ConnectionsPerProject = 1 };
        await using var pools = database.CreatePools(options);
        var member = await database.AddMemberAsync(Role.Viewer);
        var before = await ShowAsync(pools, member.Project, show);

        await new ReadOnlyReader(pools, options).ReadAsync(
            member.Project, new("select set_config('statement_timeout', '7', false), set_config('search_path', 'shop', false), set_config('timezone', 'Asia/Tokyo', false)", [], []), Token);

        Assert.Equal(before, await ShowAsync(pools, member.Project, show));
    }

    // What the wrapping SELECT would not admit either: the connection itself starts anew.
    [Theory]
    [InlineData("set timezone = 'Asia/Tokyo'; set session characteristics as transaction read only", "select current_setting('timezone') || current_setting('default_transaction_read_only')")]
    [InlineData("create temporary table left_over (n int); create temporary sequence left_seq", "select count(*)::text from pg_class where relnamespace = pg_my_temp_schema()")]
    [InlineData("prepare left_over as select 1", "select count(*)::text from pg_prepared_statements")]
    [InlineData("listen left_over", "select count(*)::text from pg_listening_channels()")]
    [InlineData("begin; declare left_over cursor with hold for select 1; commit", "select count(*)::text from pg_cursors where name = 'left_over'")]
    [InlineData("select pg_advisory_lock(4713)", "select count(*)::text from pg_locks where locktype = 'advisory' and objid = 4713")]
    [InlineData("begin; select set_config('app.left', 'x', false)", "select coalesce(nullif(current_setting('app.left', true), ''), 'nothing')")]
    public async Task Nothing_of_one_session_is_seen_by_the_next_user_of_the_connection(string leave, string look)
    {
        await database.ExecuteAsync($"grant temporary on database {new NpgsqlConnectionStringBuilder(database.ConnectionString).Database} to {database.RoleName}");
        await using var pools = database.CreatePools(new QueryOptions { ConnectionsPerProject = 1 });
        var member = await database.AddMemberAsync(Role.Viewer);
        var before = await ShowAsync(pools, member.Project, look);
        int process;
        await using (var connection = await pools.OpenAsync(member.Project, Token))
        {
            process = connection.ProcessID;
            await using var command = new NpgsqlCommand(leave, connection);
            await command.ExecuteNonQueryAsync(Token);
            await using var seen = new NpgsqlCommand(look, connection);
            Assert.NotEqual(before, await seen.ExecuteScalarAsync(Token));
        }

        Assert.Equal(before, await ShowAsync(pools, member.Project, look));
        Assert.Equal(process, await ShowAsync(pools, member.Project, "select pg_backend_pid()"));
    }

    [Fact]
    public async Task A_lock_of_one_query_is_gone_when_the_query_is()
    {
        var member = await database.AddMemberAsync(Role.Viewer);

        await ReadAsync(member.Project, "select pg_advisory_lock(4711), pg_advisory_lock_shared(4712)");

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and objid in (4711, 4712)"));
    }

    [Fact]
    public async Task A_caller_who_stops_also_stops_PostgreSQL()
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        using var stop = new CancellationTokenSource();
        var running = new ReadOnlyReader(database.Pools, new QueryOptions()).ReadAsync(member.Project, new("select 'stop me', pg_sleep(60)", [], []), stop.Token);
        await UntilAsync(async () => await database.CountRunningAsync("stop me") == 1);

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await UntilAsync(async () => await database.CountRunningAsync("stop me") == 0);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_caller_gets_an_answer_at_the_deadline_even_if_the_server_hangs()
    {
        await using var proxy = new FrozenProxy(new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        var options = new QueryOptions { ConnectTimeout = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromMilliseconds(500) };
        await using var pools = database.CreatePools(options);
        var member = await database.AddMemberAsync(Role.Viewer, p => (p.DbPort, p.MaxQueryTimeoutSeconds) = (proxy.Port, 1));
        var reader = new ReadOnlyReader(pools, options);
        await reader.ReadAsync(member.Project, new("select 1", [], []), Token);
        proxy.Freeze();
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<TimeoutException>(() => reader.ReadAsync(member.Project, new("select 1", [], []), Token));

        Assert.InRange(watch.Elapsed.TotalSeconds, 2, 6);
    }

    [Fact]
    public async Task A_connection_that_died_in_the_pool_is_replaced()
    {
        var options = new QueryOptions();
        await using var pools = database.CreatePools(options);
        var member = await database.AddMemberAsync(Role.Viewer);
        var reader = new ReadOnlyReader(pools, options);
        await reader.ReadAsync(member.Project, new("select 1", [], []), Token);
        await database.ExecuteAsync($"select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '{database.RoleName}' and state = 'idle'");

        var reading = await reader.ReadAsync(member.Project, new("select 1", [], []), Token);

        Assert.Equal("1", reading.Read.Rows[0][0]);
    }

    [Fact]
    public async Task More_queries_than_connections_take_turns()
    {
        var options = new QueryOptions { ConnectionsPerProject = 2 };
        await using var pools = database.CreatePools(options);
        var member = await database.AddMemberAsync(Role.Viewer);
        var reader = new ReadOnlyReader(pools, options);

        var readings = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => reader.ReadAsync(member.Project, new($"select {n}, pg_sleep(0.01)", [], []), Token)));

        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"{n}"), readings.Select(r => r.Read.Rows[0][0]));
    }

    [Fact]
    public async Task Queries_beyond_the_projects_share_wait_and_are_then_told_why()
    {
        var options = new QueryOptions { ConnectionsPerProject = 1 };
        await using var pools = database.CreatePools(options);
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxQueryTimeoutSeconds = 1);
        var reader = new ReadOnlyReader(pools, options);
        var pool = await pools.GetAsync(member.Project, Token);
        await pool.Slots.WaitAsync(Token);

        var error = await Assert.ThrowsAsync<ProjectDatabaseException>(() => reader.ReadAsync(member.Project, new("select 1", [], []), Token));

        Assert.Equal("Other queries of this project are still running. Try again when they are done.", error.Message);
    }

    private Task<Reading> ReadAsync(Project project, string sql) =>
        new ReadOnlyReader(database.Pools, new QueryOptions()).ReadAsync(project, new(sql, [], []), Token);

    private static async Task<object?> ShowAsync(ProjectPools pools, Project project, string sql)
    {
        await using var connection = await pools.OpenAsync(project, Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "It did not happen within ten seconds.");
    }
}
