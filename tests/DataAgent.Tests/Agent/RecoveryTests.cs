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

    private readonly TaskCompletionSource _goOn = new();
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

    [Fact]
    public async Task Our_database_starts_again_while_a_tool_needs_it_and_the_tool_runs_again()
    {
        var echo = new EchoTool { Starting = 2 };
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("a", "echo", """{"text":"one"}"""), Says.Text("Done.")), tools: echo);

        var (conversation, _) = await host.AskAsync(_member, "Ask");

        Assert.Equal(["user: Ask", "assistant: echo({\"text\":\"one\"})", "tool: Viewer says one", "assistant: Done."], await host.RowsAsync(_member, conversation));
        Assert.Equal(3, echo.Calls);
    }

    [Fact]
    public async Task Our_database_starts_again_when_a_run_begins_and_the_run_waits()
    {
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Text("Done.")), tools: new EchoTool());
        var conversation = await host.Conversations.CreateAsync(_member, TestContext.Current.CancellationToken);

        _platform.Starting = 2;
        var (_, events) = await host.AskAsync(_member, "Ask", conversation);

        Assert.Equal(new RunEnded(RunStatus.Done, null), events[^1] with { Seq = 0 });
    }

    [Fact]
    public async Task Our_database_starts_again_when_a_run_is_taken_over_and_it_is_gone_on_with()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(Says.Then("", Forever())), tools: new EchoTool());
        var (_, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is StepStarted);
        await first.KillAsync();
        await using var second = AgentHost.Start(_platform, new ScriptedChatClient(Says.Text("Done.")), tools: new EchoTool());

        _platform.Starting = 2;
        await second.Keeper.StartAsync(TestContext.Current.CancellationToken);
        for (var from = TimeProvider.System.GetTimestamp(); !second.Log.Lines.Any(line => line.StartsWith("Took over", StringComparison.Ordinal)); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(TimeProvider.System.GetElapsedTime(from) < TimeSpan.FromSeconds(20), "It was not taken over in twenty seconds.");

        var events = await second.WatchAsync(_member, run);

        Assert.Equal(new RunEnded(RunStatus.Done, null), events[^1] with { Seq = 0 });
    }

    [Fact]
    public async Task A_call_of_the_model_that_cannot_be_counted_does_not_end_its_run()
    {
        var model = new ScriptedChatClient(Says.Then("Half", new WaitPiece(_goOn.Task), new ResetPiece()), Says.Text("Done."));
        await using var host = AgentHost.Start(_platform, model, tools: new EchoTool());
        var (_, run) = await host.StartAsync(_member, "Ask");
        await host.WatchUntilAsync(_member, run, e => e is TextDelta);

        _platform.Starting = 1;
        _goOn.SetResult();
        var events = await host.WatchAsync(_member, run);

        Assert.Equal(new RunEnded(RunStatus.Done, null), events[^1] with { Seq = 0 });
    }

    [Fact]
    public async Task A_reader_that_saw_part_of_a_step_is_told_the_rest_of_it_by_the_next_process_from_its_start()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(Says.Then("One two three", Forever())), tools: new EchoTool());
        var (_, run) = await first.StartAsync(_member, "Ask");
        var seen = new List<AgentEvent>();
        await first.WatchUntilAsync(_member, run, e =>
        {
            seen.Add(e);
            return e is TextDelta;
        });
        await first.KillAsync();
        await using var second = AgentHost.Start(
            _platform, new ScriptedChatClient(new ModelTurn([new TextPiece(["Four ", "five ", "six"]), new WaitPiece(_goOn.Task)], "end_turn")), tools: new EchoTool());
        await second.Keeper.StartAsync(TestContext.Current.CancellationToken);
        await second.WatchUntilAsync(_member, run, e => e is TextDelta { Text: var text } && text.Contains("six", StringComparison.Ordinal));

        await foreach (var e in second.Coordinator.WatchAsync(_member, run, seen[^1].Seq, TestContext.Current.CancellationToken))
        {
            seen.Add(e);
            _goOn.TrySetResult();
        }

        Assert.Equal("Four five six", TextOf(seen));
        Assert.Equal(seen.Select(e => e.Seq).Order().Distinct(), seen.Select(e => e.Seq));
    }

    /// <summary>As a reader puts the pieces together.</summary>
    private static string TextOf(IEnumerable<AgentEvent> events) => events.Aggregate("", (text, e) => e switch
    {
        StepReset => "",
        TextDelta delta => text + delta.Text,
        _ => text,
    });

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
