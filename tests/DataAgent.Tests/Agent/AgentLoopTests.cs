using DataAgent.Agent;
using DataAgent.Agent.Tools;
using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent;

public sealed class AgentLoopTests(PostgresServer server) : IAsyncLifetime
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
    public async Task Answers_by_a_tool_and_tells_every_step()
    {
        var echo = new EchoTool();
        var model = new ScriptedChatClient(Says.Call("c1", "echo", """{"text":"hi"}"""), Says.Text("It ", "says hi."));
        await using var host = AgentHost.Start(_platform, model, tools: echo);

        var (conversation, events) = await host.AskAsync(_member, "Say hi");

        Assert.Equal(["user: Say hi", "assistant: echo({\"text\":\"hi\"})", "tool: Viewer says hi", "assistant: It says hi."], await host.RowsAsync(_member, conversation));
        Assert.Equal(
            ["RunStarted", "Checkpoint", "StepStarted", "ToolStarted", "Checkpoint", "ToolExecuting", "ToolFinished", "Checkpoint", "StepStarted", "TextDelta", "Checkpoint", "RunEnded"],
            // A reader who is late gets pieces of a text as one.
            events.Where((e, i) => e is not TextDelta || events[i - 1] is not TextDelta).Select(e => e.GetType().Name));
        Assert.Equal(new RunEnded(RunStatus.Done, null), events[^1] with { Seq = 0 });
        Assert.Equal(events.Select(e => e.Seq).Order().Distinct(), events.Select(e => e.Seq));
    }

    [Fact]
    public async Task Calls_of_one_step_run_side_by_side_and_go_back_in_their_order()
    {
        var slow = new SlowTool();
        var model = new ScriptedChatClient(Says.Calls(new CallPiece("a", "slow", ["{}"]), new CallPiece("b", "echo", ["""{"text":"quick"}"""])), Says.Text("Done."));
        await using var host = AgentHost.Start(_platform, model, tools: [slow, new EchoTool()]);

        var (_, run) = await host.StartAsync(_member, "Both");
        await host.WatchUntilAsync(_member, run, e => e is ToolFinished { Tool: "echo" });
        slow.LetGo();
        await host.WatchAsync(_member, run);

        var results = model.Requests[1].Messages[^1].Contents.Cast<FunctionResultContent>().Select(r => r.CallId);
        Assert.Equal(["a", "b"], results);
    }

    [Fact]
    public async Task Cut_off_arguments_are_answered_and_never_run()
    {
        var echo = new EchoTool();
        var model = new ScriptedChatClient(Says.Call("c1", "echo", """{"text":"h"""), Says.Text("Sorry."));
        await using var host = AgentHost.Start(_platform, model, tools: echo);

        var (conversation, events) = await host.AskAsync(_member, "Say hi");

        Assert.Equal(0, echo.Calls);
        Assert.Contains("cut off", (await host.RowsAsync(_member, conversation))[2]);
        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
    }

    [Fact]
    public async Task Wrong_arguments_unknown_tools_and_bugs_become_errors_that_the_model_sees()
    {
        var model = new ScriptedChatClient(
            Says.Calls(new CallPiece("a", "echo", ["""{"txt":1}"""]), new CallPiece("b", "rm", ["{}"]), new CallPiece("c", "broken", ["{}"])), Says.Text("I could not."));
        await using var host = AgentHost.Start(_platform, model, tools: [new EchoTool(), new BrokenTool()]);

        var (_, events) = await host.AskAsync(_member, "Try");

        var finished = events.OfType<ToolFinished>().ToDictionary(f => f.CallId, f => f);
        Assert.All(finished.Values, f => Assert.True(f.IsError));
        Assert.Contains("There is no argument \"txt\". Did you mean text? text is missing.", finished["a"].Summary);
        Assert.Contains("There are: broken, echo", finished["b"].Summary);
        Assert.DoesNotContain("secret", finished["c"].Summary);
        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
    }

    [Fact]
    public async Task A_tool_above_the_members_role_is_neither_offered_nor_run()
    {
        var forbidden = new SlowTool(leastRole: Role.Admin);
        var model = new ScriptedChatClient(Says.Call("c1", "slow", "{}"), Says.Text("Not permitted."));
        await using var host = AgentHost.Start(_platform, model, tools: [forbidden, new EchoTool()]);

        var (conversation, _) = await host.AskAsync(_member, "Try");

        Assert.Equal(["echo"], model.Requests[0].Options!.Tools!.Select(t => t.Name));
        Assert.StartsWith("tool: error There is no tool 'slow'", (await host.RowsAsync(_member, conversation))[2]);
        Assert.False(forbidden.Started.IsCompleted);
    }

    [Fact]
    public async Task A_tool_that_takes_too_long_is_stopped_and_the_run_goes_on()
    {
        var slow = new SlowTool(timeout: TimeSpan.FromMilliseconds(50));
        var model = new ScriptedChatClient(Says.Call("c1", "slow", "{}"), Says.Text("Too slow."));
        await using var host = AgentHost.Start(_platform, model, tools: slow);

        var (_, events) = await host.AskAsync(_member, "Try");

        Assert.Contains("took longer than", events.OfType<ToolFinished>().Single().Summary);
        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
    }

    [Fact]
    public async Task The_last_step_may_call_no_tool_and_the_run_says_that_it_stopped_there()
    {
        var model = new ScriptedChatClient(Says.Call("c1", "echo", """{"text":"1"}"""), Says.Call("c2", "echo", """{"text":"2"}"""), Says.Text("So far."));
        await using var host = AgentHost.Start(_platform, model, AgentHost.Quick with { MaxSteps = 3 }, new EchoTool());

        var (_, events) = await host.AskAsync(_member, "Count");

        Assert.Equal([ChatToolMode.Auto, ChatToolMode.Auto, ChatToolMode.None], model.Requests.Select(r => r.Options!.ToolMode));
        var end = Assert.IsType<RunEnded>(events[^1]);
        Assert.Equal(RunStatus.StepLimit, end.Status);
        Assert.Contains("3 steps", end.Detail);
    }

    [Fact]
    public async Task A_broken_stream_is_dropped_and_asked_again()
    {
        var model = new ScriptedChatClient(Says.Then("Half an ans", new ResetPiece()), Says.Then("No end"), Says.Text("A whole answer."));
        await using var host = AgentHost.Start(_platform, model, tools: new EchoTool());

        var (conversation, events) = await host.AskAsync(_member, "Ask");

        Assert.Equal(["user: Ask", "assistant: A whole answer."], await host.RowsAsync(_member, conversation));
        Assert.Equal(2, events.OfType<StepReset>().Count());
        Assert.Equal([1, 2], events.OfType<RetryWait>().Select(r => r.Attempt));
        Assert.Equal("A whole answer.", string.Concat(events.SkipWhile(e => e is not RetryWait { Attempt: 2 }).OfType<TextDelta>().Select(t => t.Text)));
    }

    [Fact]
    public async Task After_the_last_try_the_run_fails_in_words()
    {
        var model = new ScriptedChatClient([.. Enumerable.Repeat(Says.Then("x", new ResetPiece()), 4)]);
        await using var host = AgentHost.Start(_platform, model, tools: new EchoTool());

        var (_, events) = await host.AskAsync(_member, "Ask");

        Assert.Equal(new RunEnded(RunStatus.Failed, "Scripted interruption. 4 tries failed. Ask again in a minute."), events[^1] with { Seq = 0 });
    }

    [Theory]
    [InlineData("refusal", RunStatus.Refused, "declined")]
    [InlineData("max_tokens", RunStatus.Failed, "cut off")]
    public async Task An_answer_that_is_none_does_not_look_like_one(string reason, RunStatus status, string words)
    {
        var model = new ScriptedChatClient(new ModelTurn([new TextPiece(["I"])], reason));
        await using var host = AgentHost.Start(_platform, model, tools: new EchoTool());

        var (_, events) = await host.AskAsync(_member, "Ask");

        var end = Assert.IsType<RunEnded>(events[^1]);
        Assert.Equal(status, end.Status);
        Assert.Contains(words, end.Detail);
    }

    [Fact]
    public async Task An_empty_answer_is_a_failure()
    {
        var model = new ScriptedChatClient(Says.Text());
        await using var host = AgentHost.Start(_platform, model, tools: new EchoTool());

        var (_, events) = await host.AskAsync(_member, "Ask");

        Assert.Contains("no answer", Assert.IsType<RunEnded>(events[^1]).Detail);
    }

    [Fact]
    public async Task A_bug_ends_the_run_with_an_id_and_without_its_text()
    {
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(), tools: new EchoTool());

        var (_, events) = await host.AskAsync(_member, "Ask");

        var end = Assert.IsType<RunEnded>(events[^1]);
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.StartsWith("Something went wrong on our side (id ", end.Detail);
        Assert.DoesNotContain("script", end.Detail);
    }

    [Fact]
    public async Task A_run_past_its_deadline_fails_in_words()
    {
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Then("", Forever())), AgentHost.Quick with { RunDeadline = TimeSpan.FromMilliseconds(50) }, new EchoTool());

        var (_, events) = await host.AskAsync(_member, "Ask");

        Assert.Contains("took longer", Assert.IsType<RunEnded>(events[^1]).Detail);
    }

    [Fact]
    public async Task What_was_said_before_the_deadline_is_kept()
    {
        await using var host = AgentHost.Start(_platform, new ScriptedChatClient(Says.Then("So far", Forever())), tools: new EchoTool());
        var (conversation, run) = await host.StartAsync(_member, "Ask");
        await host.WatchUntilAsync(_member, run, e => e is TextDelta);

        host.Live.Find(run)!.Cancel(CancelCause.Deadline);
        await host.WatchAsync(_member, run);

        Assert.Equal("assistant: So far", (await host.RowsAsync(_member, conversation))[^1]);
    }

    private static WaitPiece Forever() => new(Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken));
}
