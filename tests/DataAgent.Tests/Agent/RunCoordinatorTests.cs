using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Agent;

public sealed class RunCoordinatorTests(PostgresServer server) : IAsyncLifetime
{
    private TestPlatform _platform = null!;
    private Member _member = null!;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, TestContext.Current.CancellationToken);
        _member = await _platform.AddMemberAsync(Role.Viewer, server.AdminConnectionString, "public", TestContext.Current.CancellationToken, p => p.LlmProvider = "scripted");
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task A_second_question_waits_for_the_first()
    {
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: new SlowTool());
        var (conversation, run) = await host.StartAsync(_member, "One");

        var second = await host.Coordinator.StartAsync(_member, conversation, "Two", QueryDoor.Page, TestContext.Current.CancellationToken);

        Assert.Equal(new StartOutcome.Busy(run), second);
        Assert.Equal([("One", true)], (await host.Conversations.ListAsync(_member, TestContext.Current.CancellationToken)).Select(c => (c.Title, c.IsRunning)));
        Assert.Single(await host.RowsAsync(_member, conversation), r => r.StartsWith("user:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_questions_at_once_one_is_taken()
    {
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: new SlowTool());
        var conversation = await host.Conversations.CreateAsync(_member, TestContext.Current.CancellationToken);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(i =>
            host.Coordinator.StartAsync(_member, conversation, $"Question {i}", QueryDoor.Page, TestContext.Current.CancellationToken)));

        var started = Assert.Single(outcomes.OfType<StartOutcome.Started>());
        Assert.All(outcomes.OfType<StartOutcome.Busy>(), b => Assert.Equal(started.RunId, b.RunId));
        Assert.Equal(7, outcomes.OfType<StartOutcome.Busy>().Count());
    }

    [Theory]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task A_question_is_neither_empty_nor_endless(string? question)
    {
        await using var host = AgentHost.Start(_platform);
        var conversation = await host.Conversations.CreateAsync(_member, TestContext.Current.CancellationToken);

        var outcome = await host.Coordinator.StartAsync(_member, conversation, question ?? new string('x', 8_001), QueryDoor.Page, TestContext.Current.CancellationToken);

        Assert.IsType<StartOutcome.Invalid>(outcome);
        Assert.Empty(await host.RowsAsync(_member, conversation));
    }

    [Fact]
    public async Task Anothers_conversation_is_not_found()
    {
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: new SlowTool());
        var (conversation, run) = await host.StartAsync(_member, "Mine");
        var other = await _platform.AddMemberAsync(Role.Analyst, _member.Project, TestContext.Current.CancellationToken);

        var started = await host.Coordinator.StartAsync(other, conversation, "Mine too?", QueryDoor.Page, TestContext.Current.CancellationToken);
        var stopped = await host.Coordinator.StopAsync(other, conversation, TestContext.Current.CancellationToken);
        var watched = await host.WatchAsync(other, run);

        Assert.IsType<StartOutcome.NotFound>(started);
        Assert.False(stopped);
        Assert.Empty(watched);
    }

    [Fact]
    public async Task Stop_while_the_model_writes_keeps_its_text_and_the_conversation_goes_on()
    {
        var model = new ScriptedChatClient(Says.Then("I was about", Forever()));
        await using var host = AgentHost.Start(_platform, model, tools: new EchoTool());
        var (conversation, run) = await host.StartAsync(_member, "Ask");
        await host.WatchUntilAsync(_member, run, e => e is TextDelta);

        var stopped = await host.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken);
        var events = await host.WatchAsync(_member, run);
        model.Then(Says.Text("Next."));
        var (_, more) = await host.AskAsync(_member, "Again", conversation);

        Assert.True(stopped);
        Assert.Equal(new RunEnded(RunStatus.Stopped, null), events[^1] with { Seq = 0 });
        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(more[^1]).Status);
        Assert.Equal(["user: Ask", "assistant: I was about", "user: Again", "assistant: Next."], await host.RowsAsync(_member, conversation));
    }

    [Fact]
    public async Task Stop_while_a_tool_works_cancels_it_and_answers_its_call()
    {
        var slow = new SlowTool();
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: slow);
        var (conversation, run) = await host.StartAsync(_member, "Ask");
        await slow.Started;

        await host.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken);
        var events = await host.WatchAsync(_member, run);

        Assert.True(slow.WasCancelled);
        Assert.Equal(RunStatus.Stopped, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Equal("tool: error Not executed: stopped by the user.", (await host.RowsAsync(_member, conversation))[^1]);
        Assert.False(await host.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stop_reaches_a_run_of_another_process()
    {
        var slow = new SlowTool();
        await using var owner = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: slow);
        await using var other = AgentHost.Start(_platform);
        var (conversation, run) = await owner.StartAsync(_member, "Ask");
        await slow.Started;

        await other.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken);
        var events = await other.WatchAsync(_member, run);

        Assert.Equal(RunStatus.Stopped, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.True(slow.WasCancelled);
    }

    [Fact]
    public async Task What_is_asked_is_in_the_audit_log_and_what_was_not_taken_is_not()
    {
        var slow = new SlowTool();
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: slow);
        var (conversation, _) = await host.StartAsync(_member, "First " + new string('x', 600));
        await slow.Started;
        var other = await _platform.AddMemberAsync(Role.Admin, _member.Project, TestContext.Current.CancellationToken);

        Assert.IsType<StartOutcome.Busy>(await host.Coordinator.StartAsync(_member, conversation, "Second", QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.IsType<StartOutcome.NotFound>(await host.Coordinator.StartAsync(other, conversation, "Third", QueryDoor.Http, TestContext.Current.CancellationToken));
        await host.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken);
        await using var db = _platform.CreateDbContext();
        var asked = await db.AuditEntries.SingleAsync(e => e.Action == "conversation.ask", TestContext.Current.CancellationToken);

        Assert.Equal((_member.UserId, conversation, "page", "ran"), (asked.UserId!.Value, asked.ConversationId!.Value, asked.Door, asked.Outcome));
        Assert.Equal($"First {new string('x', 494)}…", asked.Detail);
    }

    [Theory]
    [InlineData("delete from membership")]
    [InlineData("update user_account set disabled_at = now()")]
    [InlineData("update project set archived_at = now()")]
    public async Task A_run_ends_when_whoever_asked_loses_access(string loss)
    {
        var slow = new SlowTool();
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: slow);
        var (_, run) = await host.StartAsync(_member, "Ask");
        await slow.Started;

        await using (var command = _platform.Source.CreateCommand(loss))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var end = Assert.IsType<RunEnded>((await host.WatchAsync(_member, run))[^1]);

        Assert.Equal((RunStatus.Failed, "You are no longer a member of this project, or it was archived, so this was stopped."), (end.Status, end.Detail));
        Assert.True(slow.WasCancelled);
    }

    [Fact]
    public async Task Stop_ends_a_run_whose_process_is_gone()
    {
        var first = AgentHost.Start(_platform, new ScriptedChatClient(Says.Call("c", "slow", "{}")), tools: new SlowTool());
        var (conversation, run) = await first.StartAsync(_member, "Ask");
        await first.WatchUntilAsync(_member, run, e => e is ToolExecuting);
        await first.KillAsync();
        await using var other = AgentHost.Start(_platform, tools: new SlowTool());

        await other.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken);
        var events = await other.WatchAsync(_member, run);

        Assert.Equal(RunStatus.Stopped, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Equal("tool: error Not executed: stopped by the user.", (await other.RowsAsync(_member, conversation))[^1]);
    }

    [Fact]
    public async Task A_run_is_told_from_its_rows_as_it_was_live()
    {
        var model = new ScriptedChatClient(Says.Call("c1", "echo", """{"text":"hi"}"""), Says.Text("It says hi."));
        await using var host = AgentHost.Start(_platform, model, tools: new EchoTool());
        var (_, live) = await host.AskAsync(_member, "Say hi");
        var run = live.OfType<RunStarted>().Single().RunId;
        await using var other = AgentHost.Start(_platform);

        var told = await other.WatchAsync(_member, run);
        var rest = await other.WatchAsync(_member, run, after: live.OfType<ToolFinished>().Single().Seq);

        Assert.Equal(
            ["RunStarted", "Checkpoint", "StepStarted", "ToolExecuting", "Checkpoint", "ToolFinished", "Checkpoint", "StepStarted", "TextDelta", "Checkpoint", "RunEnded"],
            told.Select(e => e.GetType().Name));
        Assert.Equal(live.OfType<Checkpoint>(), told.OfType<Checkpoint>());
        Assert.Equal("It says hi.", rest.OfType<TextDelta>().Single().Text);
        Assert.Empty(rest.OfType<RunStarted>());
    }

    private static WaitPiece Forever() => new(Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken));
}
