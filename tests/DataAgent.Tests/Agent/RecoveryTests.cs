using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Agent;

public sealed class RecoveryTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly ModelTurn _twoCalls = Says.Calls(new CallPiece("a", "echo", ["""{"text":"one"}"""]), new CallPiece("b", "slow", ["{}"]));
    private static readonly string[] _undisturbed =
        ["user: Ask", "assistant: echo({\"text\":\"one\"}) slow({})", "tool: Viewer says one", "tool: slow is done", "assistant: Both."];

    private TestPlatform _platform = null!;
    private Member _member = null!;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, TestContext.Current.CancellationToken);
        _member = await _platform.AddMemberAsync(Role.Viewer, server.AdminConnectionString, "public", TestContext.Current.CancellationToken, p => p.LlmProvider = "scripted");
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task Killed_before_the_models_first_word_the_next_process_asks_it()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(Says.Then("", Forever())), tools: [new EchoTool(), new SlowTool()]);
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is StepStarted);

        await first.KillAsync();

        await AssertGoesOnAsync(conversation, run, echoed: 1, _twoCalls, Says.Text("Both."));
    }

    [Fact]
    public async Task Killed_after_the_models_calls_the_next_process_runs_them()
    {
        // Both calls hang, so the last row is the assistant's.
        var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls), AgentHost.Quick with { MaxParallelTools = 1 }, new HangingEcho(), new SlowTool());
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is ToolExecuting);

        await first.KillAsync();

        await AssertGoesOnAsync(conversation, run, echoed: 1, Says.Text("Both."));
    }

    [Fact]
    public async Task Killed_between_two_results_only_the_missing_tool_runs()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls), tools: [new EchoTool(), new SlowTool()]);
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is ToolFinished);

        await first.KillAsync();

        await AssertGoesOnAsync(conversation, run, echoed: 0, Says.Text("Both."));
    }

    [Fact]
    public async Task Killed_after_all_results_no_tool_runs_again()
    {
        var slow = new SlowTool();
        slow.LetGo();
        var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls, Says.Then("", Forever())), tools: [new EchoTool(), slow]);
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is StepStarted { Step: 2 });

        await first.KillAsync();

        await AssertGoesOnAsync(conversation, run, echoed: 0, Says.Text("Both."));
    }

    [Fact]
    public async Task Killed_after_the_answer_the_next_process_only_ends_the_run()
    {
        var slow = new SlowTool();
        slow.LetGo();
        await using var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls, Says.Text("Both.")), tools: [new EchoTool(), slow]);
        var (conversation, events) = await first.AskAsync(_member, "Ask");
        var run = events.OfType<RunStarted>().Single().RunId;
        await ExecuteAsync("update agent_run set status = 'Running', owner = gen_random_uuid(), lease_until = now() + interval '1 hour', ended_at = null");

        await AssertGoesOnAsync(conversation, run, echoed: 0);
    }

    [Fact]
    public async Task An_owner_that_is_alive_keeps_its_run()
    {
        await using var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls), tools: [new EchoTool(), new SlowTool()]);
        var (_, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is ToolFinished);
        await using var second = AgentHost.Start(_platform, new ScriptedChatClient(), AgentHost.Quick with { OwnerAbsence = TimeSpan.FromTicks(1) }, new EchoTool());

        var taken = await second.Rescue.SweepAsync(TestContext.Current.CancellationToken);
        taken += await second.Rescue.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, taken);
    }

    [Fact]
    public async Task A_process_that_lost_its_run_writes_nothing_more()
    {
        var slow = new SlowTool();
        await using var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls, Says.Text("From the first.")), AgentHost.Quick with { StopCheck = TimeSpan.FromHours(1) }, new EchoTool(), slow);
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is ToolFinished);
        await ExecuteAsync("update agent_run set lease_until = now() - interval '1 second'");
        var other = new SlowTool();
        other.LetGo();
        await using var second = AgentHost.Start(_platform, new ScriptedChatClient(Says.Text("Both.")), tools: [new EchoTool(), other]);

        await second.Keeper.StartAsync(TestContext.Current.CancellationToken);
        await second.WatchAsync(_member, run);
        slow.LetGo();
        await first.Live.AbandonAllAsync();

        Assert.Equal(_undisturbed, await second.RowsAsync(_member, conversation));
    }

    [Fact]
    public async Task A_shutdown_lets_the_run_go_and_its_watchers_see_the_next_process_end_it()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls), tools: [new EchoTool(), new SlowTool()]);
        await using var watcher = AgentHost.Start(_platform);
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is ToolFinished);
        var watching = watcher.WatchAsync(_member, run);

        await first.Keeper.StopAsync(TestContext.Current.CancellationToken);
        await AssertGoesOnAsync(conversation, run, echoed: 0, Says.Text("Both."));
        var events = await watching;
        await first.DisposeAsync();

        Assert.Equal(["Both."], events.OfType<TextDelta>().Select(t => t.Text));
        Assert.Equal(["echo", "slow"], events.OfType<ToolFinished>().Select(t => t.Tool));
        Assert.Equal(events.Select(e => e.Seq).Order().Distinct(), events.Select(e => e.Seq));
        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
    }

    [Fact]
    public async Task A_person_who_left_the_project_gets_no_more_answers()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls), tools: [new EchoTool(), new SlowTool()]);
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is ToolFinished);
        await first.KillAsync();
        var admin = await _platform.AddMemberAsync(Role.Admin, _member.Project, TestContext.Current.CancellationToken);
        await ExecuteAsync($"delete from membership where user_id = '{_member.UserId}'");
        await using var second = AgentHost.Start(_platform, new ScriptedChatClient(), tools: new EchoTool());

        await second.Keeper.StartAsync(TestContext.Current.CancellationToken);
        var events = await second.WatchAsync(admin, run);

        Assert.Equal(new RunEnded(RunStatus.Failed, "You are no longer a member of this project, or it was archived, so this was stopped."), events[^1] with { Seq = 0 });
        Assert.Equal("tool: error Not executed: the run ended.", (await second.RowsAsync(admin, conversation))[^1]);
    }

    [Fact]
    public async Task A_reader_that_saw_part_of_a_step_goes_on_in_the_next_process()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(Says.Then("Half of", Forever())), tools: new EchoTool());
        var (_, run) = await first.StartAsync(_member, "Ask");
        var seen = 0L;
        await first.WatchUntilAsync(_member, run, e =>
        {
            seen = e.Seq;
            return e is TextDelta;
        });
        await first.KillAsync();
        await using var second = AgentHost.Start(_platform, new ScriptedChatClient(Says.Text("The whole.")), tools: new EchoTool());
        await second.Keeper.StartAsync(TestContext.Current.CancellationToken);
        await second.WatchAsync(_member, run);

        var rest = await second.WatchAsync(_member, run, after: seen);

        Assert.Equal(["StepStarted", "StepReset", "TextDelta", "Checkpoint", "RunEnded"], rest.Select(e => e.GetType().Name));
        Assert.All(rest, e => Assert.True(e.Seq > seen));
    }

    [Fact]
    public async Task Our_database_restarts_and_the_run_goes_on()
    {
        var slow = new SlowTool();
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(_twoCalls, Says.Text("Both.")), tools: [new EchoTool(), slow]);
        var (conversation, run) = await host.StartAsync(_member, "Ask");
        await host.WatchUntilAsync(_member, run, e => e is ToolFinished);

        await ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        slow.LetGo();
        var events = await host.WatchAsync(_member, run);

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Equal(_undisturbed, await host.RowsAsync(_member, conversation));
    }

    private async Task AssertGoesOnAsync(Guid conversation, Guid run, int echoed, params ModelTurn[] script)
    {
        var echo = new EchoTool();
        var slow = new SlowTool();
        slow.LetGo();
        await using var second = AgentHost.Start(_platform, new ScriptedChatClient(script), AgentHost.Quick with { MaxParallelTools = 1 }, echo, slow);
        await second.Keeper.StartAsync(TestContext.Current.CancellationToken);

        var events = await second.WatchAsync(_member, run);

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Equal(_undisturbed, await second.RowsAsync(_member, conversation));
        Assert.Equal(echoed, echo.Calls);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _platform.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static WaitPiece Forever() => new(Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken));
}
