using System.Diagnostics;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Tests.Queries;

/// <summary>Queries that a real server does not stop: its process is halted by a signal, as by a loop that looks for no cancel.</summary>
public sealed class GivenUpQueriesTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>
{
    private static readonly QueryOptions OneAtATime = new()
    {
        ConnectionsPerProject = 1,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        Patience = TimeSpan.FromMilliseconds(300),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_that_does_not_end_keeps_its_slot_until_it_does()
    {
        await using var pools = database.CreatePools(OneAtATime);
        var member = await database.AddMemberAsync(Role.Admin, p => p.MaxQueryTimeoutSeconds = 1);
        var reader = new ReadOnlyReader(pools, OneAtATime);
        var pool = await pools.GetAsync(member.Project, Token);

        await using (var halted = await GiveUpAsync(reader, member.Project))
        {
            var error = await Assert.ThrowsAsync<ProjectDatabaseException>(() => reader.ReadAsync(member.Project, new("select 1", [], []), Token));

            Assert.Equal(
                "Busy: 1 query of this project that PostgreSQL does not stop. Try again in a moment; if it stays like this, "
                + "ask a project admin to run the doctor and end them on the database server.",
                error.Message);
            Assert.Equal((1, 0), (pool.GivenUp.Count, pool.Slots.CurrentCount));
            await UntilAsync(async () => (await DoctorAsync(pools, member)).Contains($"(server processes {halted.Process})", StringComparison.Ordinal));
        }

        await UntilAsync(async () => await database.CountRunningAsync("halted") == 0);
        Assert.Equal("1", (await reader.ReadAsync(member.Project, new("select 1", [], []), Token)).Read.Rows[0][0]);
        Assert.Equal((0, 1), (pool.GivenUp.Count, pool.Slots.CurrentCount));
        Assert.Equal("No query of the role runs beyond the project's time limit.", await DoctorAsync(pools, member));
    }

    [Fact]
    public async Task Others_still_get_their_turn_beside_it_but_it_never_gets_company_without_end()
    {
        var options = OneAtATime with { ConnectionsPerProject = 2 };
        await using var pools = database.CreatePools(options);
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxQueryTimeoutSeconds = 1);
        var reader = new ReadOnlyReader(pools, options);

        await using (await GiveUpAsync(reader, member.Project))
        {
            Assert.Equal("1", (await reader.ReadAsync(member.Project, new("select 1", [], []), Token)).Read.Rows[0][0]);
            await using (await GiveUpAsync(reader, member.Project))
            {
                var error = await Assert.ThrowsAsync<ProjectDatabaseException>(() => reader.ReadAsync(member.Project, new("select 1", [], []), Token));

                Assert.StartsWith("Busy: 2 queries of this project", error.Message);
            }
        }
    }

    [Fact]
    public async Task After_a_dead_network_the_server_is_asked_and_the_project_works_again()
    {
        await using var proxy = new FrozenProxy(new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        await using var pools = database.CreatePools(OneAtATime);
        var member = await database.AddMemberAsync(Role.Viewer, p => (p.DbPort, p.MaxQueryTimeoutSeconds) = (proxy.Port, 1));
        var reader = new ReadOnlyReader(pools, OneAtATime);
        await reader.ReadAsync(member.Project, new("select 1", [], []), Token);
        proxy.Freeze();
        await Assert.ThrowsAsync<TimeoutException>(() => reader.ReadAsync(member.Project, new("select 1", [], []), Token));
        var error = await Assert.ThrowsAsync<ProjectDatabaseException>(() => reader.ReadAsync(member.Project, new("select 1", [], []), Token));
        Assert.StartsWith("Busy: 1 query of this project", error.Message);

        proxy.Thaw();

        await UntilAsync(() => WorksAsync(reader, member.Project));
        var pool = await pools.GetAsync(member.Project, Token);
        Assert.Equal((0, 1), (pool.GivenUp.Count, pool.Slots.CurrentCount));
    }

    private static async Task<bool> WorksAsync(ReadOnlyReader reader, Project project)
    {
        try
        {
            return (await reader.ReadAsync(project, new("select 1", [], []), Token)).Read.Rows[0][0] == "1";
        }
        catch (ProjectDatabaseException)
        {
            return false;
        }
    }

    /// <summary>Runs a query, halts its server process, and stops waiting for it.</summary>
    private async Task<Halted> GiveUpAsync(ReadOnlyReader reader, Project project)
    {
        var before = await database.CountRunningAsync("halted");
        using var stop = new CancellationTokenSource();
        var running = reader.ReadAsync(project, new("select 'halted', pg_sleep(60)", [], []), stop.Token);
        await UntilAsync(async () => await database.CountRunningAsync("halted") == before + 1);
        var halted = new Halted(await database.ScalarAsync<int>(
            $"select pid from pg_stat_activity where usename = '{database.RoleName}' and state = 'active' and query like '%halted%' order by query_start desc limit 1"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return halted;
    }

    private async Task<string> DoctorAsync(ProjectPools pools, Member admin)
    {
        var doctor = new ConnectionDoctor(pools.OpenAsync, database.Platform.Vault, database.Platform.Roles, TimeProvider.System);
        var report = (await doctor.ExamineAsync(admin, Token))!;
        return report.Attempts.Single(a => a.Name == "no_stuck_queries").Message;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "It did not happen within ten seconds.");
    }

    private sealed class Halted : IAsyncDisposable
    {
        public Halted(int process)
        {
            Process = process;
            Signal("-STOP");
        }

        public int Process { get; }

        private void Signal(string signal)
        {
            using var kill = System.Diagnostics.Process.Start("kill", [signal, Process.ToString()]);
            kill.WaitForExit();
        }

        public ValueTask DisposeAsync()
        {
            Signal("-CONT");
            return ValueTask.CompletedTask;
        }
    }
}
