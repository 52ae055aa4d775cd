using System.Diagnostics;
using System.Runtime.Versioning;
using DataAgent.Embedded;

namespace DataAgent.Tests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class CrashTests(ClusterTemplate template) : EmbeddedPostgresTest(template)
{
    [Fact]
    public async Task The_server_stops_when_the_only_process_that_needs_it_is_killed()
    {
        var (holder, server) = await ServerHolder.StartAsync(Root, Cancelled);

        await holder.KillAsync(Cancelled);

        await UntilAsync(() => ProcessIdentity.Find(server) is null);
        await UntilAsync(() => Directory.GetFiles(Path.Combine(Folder, "watchdogs")).Length == 0);
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "users")));
    }

    [Fact]
    public async Task The_server_stays_when_one_of_two_is_killed()
    {
        var (holder, server) = await ServerHolder.StartAsync(Root, Cancelled);
        await using var mine = await StartAsync();

        await holder.KillAsync(Cancelled);
        await UntilAsync(() => Directory.GetFiles(Path.Combine(Folder, "watchdogs")).Length == 1);

        Assert.Equal(server, mine.ServerPid);
        Assert.Equal("1", await AskAsync(mine, "select 1"));
    }

    [Fact]
    public async Task A_start_right_after_a_kill_never_gets_a_server_that_is_stopping()
    {
        for (var round = 0; round < 4; round++)
        {
            var (holder, _) = await ServerHolder.StartAsync(Root, Cancelled);
            await holder.KillAsync(Cancelled);

            await using var next = await StartAsync();

            await AskAsync(next, $"create table round_{round} as select 1");
            Assert.Equal($"{round + 1}", await AskAsync(next, "select count(*) from pg_tables where tablename like 'round_%'"));
        }
    }

    [Fact]
    public async Task A_server_whose_watchdog_was_killed_too_is_taken_over()
    {
        var (holder, server) = await ServerHolder.StartAsync(Root, Cancelled);
        Kill(WatchdogPid());
        await holder.KillAsync(Cancelled);

        await using (var next = await StartAsync())
            Assert.Equal(server, next.ServerPid);

        Assert.Null(ProcessIdentity.Find(server));
    }

    [Fact]
    public async Task A_process_whose_watchdog_was_killed_still_stops_the_server()
    {
        var postgres = await StartAsync();
        Kill(WatchdogPid());

        await postgres.DisposeAsync();

        Assert.Null(ProcessIdentity.Find(postgres.ServerPid));
    }

    [Fact]
    public async Task A_crash_of_everything_is_recovered_from()
    {
        var (holder, server) = await ServerHolder.StartAsync(Root, Cancelled);
        Kill(WatchdogPid());
        await holder.KillAsync(Cancelled);
        Kill(server);
        await UntilAsync(() => ProcessIdentity.Find(server) is null);

        await using var next = await StartAsync();

        Assert.Equal("1", await AskAsync(next, "select 1"));
    }

    [Fact]
    public async Task A_server_file_that_names_a_strangers_process_does_not_stand_in_the_way()
    {
        string data;
        await using (var first = await StartAsync())
        {
            data = first.DataFolder;
            var file = await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid"), Cancelled);
            file[0] = $"{Environment.ProcessId}";
            await first.DisposeAsync();
            await File.WriteAllLinesAsync(Path.Combine(data, "postmaster.pid"), file, Cancelled);
        }

        await using var next = await StartAsync();

        Assert.Equal("1", await AskAsync(next, "select 1"));
    }

    [Fact]
    public async Task A_server_that_died_but_was_never_reaped_does_not_stand_in_the_way()
    {
        string data;
        await using (var first = await StartAsync())
            data = first.DataFolder;
        // The shell's child ends after the shell became "sleep", which reaps nobody.
        using var negligent = Process.Start(new ProcessStartInfo("sh", ["-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 600 3<&- </dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var dead = int.Parse((await negligent.StandardOutput.ReadLineAsync(Cancelled))!);
            await UntilAsync(() => File.ReadAllText($"/proc/{negligent.Id}/comm").Trim() == "sleep");
            negligent.StandardInput.Close();
            await UntilAsync(() => File.Exists($"/proc/{dead}/stat") && ProcessIdentity.Find(dead) is null);
            await File.WriteAllLinesAsync(Path.Combine(data, "postmaster.pid"), [$"{dead}", data, "0", "1", "", "127.0.0.1", "", "ready"], Cancelled);

            await using var next = await StartAsync();

            Assert.Equal("1", await AskAsync(next, "select 1"));
        }
        finally
        {
            negligent.Kill();
        }
    }

    [Theory]
    [InlineData("4194304-1")] // no such process
    [InlineData("1-1")] // process 1 lives, and did not start then
    public async Task Names_of_dead_processes_keep_no_server_alive(string name)
    {
        var postgres = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, "users", name), "12345", Cancelled);

        await postgres.DisposeAsync();

        Assert.Null(ProcessIdentity.Find(postgres.ServerPid));
    }

    private int WatchdogPid() => int.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(Folder, "watchdogs")).Single()).Split(' ')[0]);
}
