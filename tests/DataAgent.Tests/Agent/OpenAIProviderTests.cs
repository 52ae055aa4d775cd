using System.Text.Json.Nodes;
using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Tests.Agent;

/// <summary>The official SDK against a server that speaks chat completions, well and badly.</summary>
public sealed class OpenAIProviderTests(PostgresServer server) : ModelDoubleTest(server)
{
    private Member _member = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _member = await AddMemberAsync(p => p.LlmModel = "gpt-x");
    }

    [Fact]
    public async Task A_whole_answer_over_the_wire()
    {
        Model.Then(
            new ModelTurn([new ThinkingPiece("Let me see.", ""), new TextPiece(["I ", "look."]), new CallPiece("c1", "echo", ["{\"text\":", "\"hi\"}"])], "tool_use"),
            Says.Text("It says ", "hi."));
        await using var host = Start();

        var (conversation, events) = await host.AskAsync(_member, "Say hi");

        Assert.Equal(new RunEnded(RunStatus.Done, null), events[^1] with { Seq = 0 });
        Assert.Equal("{\"text\":\"hi\"}", string.Concat(events.OfType<ToolArgsDelta>().Select(d => d.Json)));
        Assert.Equal("Let me see.", string.Concat(events.OfType<ReasoningDelta>().Select(d => d.Text)));
        Assert.Equal(new TokenUsage(3025, 42, 2000, 0), events.OfType<UsageReported>().Last().Usage);
        Assert.Equal("assistant: It says hi.", (await host.RowsAsync(_member, conversation))[^1]);
    }

    [Fact]
    public async Task The_request_carries_key_model_tools_limit_and_the_calls_with_their_results()
    {
        Model.Then(Says.Call("c1", "echo", "{\"text\":\"hi\"}"), Says.Text("Hi."));
        await using var host = Start();

        await host.AskAsync(_member, "Say hi");

        var (first, second) = (Model.Requests[0].Body, Model.Requests[1].Body["messages"]!.AsArray());
        Assert.Equal("Bearer key-2", Model.Requests[0].Headers["Authorization"]);
        Assert.Equal(("gpt-x", 16_000, null), ((string?)first["model"], (int?)first["max_tokens"], first["max_completion_tokens"]));
        Assert.True((bool?)first["stream_options"]!["include_usage"]);
        Assert.Equal("echo", (string?)first["tools"]![0]!["function"]!["name"]);
        Assert.Equal(["system", "user", "assistant", "tool"], second.Select(m => (string?)m!["role"]));
        Assert.Equal(("c1", "c1"), ((string?)second[2]!["tool_calls"]![0]!["id"], (string?)second[3]!["tool_call_id"]));
        Assert.Equal("Viewer says hi", Content(second[3]!));
    }

    [Fact]
    public async Task A_server_that_knows_only_the_newer_name_of_the_limit_is_asked_by_it()
    {
        const string Advice = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
        Model.Then(Says.Error(400, "unsupported_parameter", Advice), Says.Call("c1", "echo", "{\"text\":\"hi\"}"), Says.Text("Hi."));
        await using var host = Start();

        var (_, events) = await host.AskAsync(_member, "Say hi");

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Empty(events.OfType<RetryWait>());
        Assert.Equal([null, 16_000, 16_000], Model.Requests.Select(r => (int?)r.Body["max_completion_tokens"]));
    }

    [Fact]
    public async Task A_failed_tool_is_told_as_such()
    {
        Model.Then(Says.Call("c1", "nothing", "{}"), Says.Text("Sorry."));
        await using var host = Start();

        await host.AskAsync(_member, "Ask");

        Assert.Contains("There is no tool 'nothing'", Content(Model.Requests[1].Body["messages"]![3]!), StringComparison.Ordinal);
    }

    public static TheoryData<Sloppiness> Sloppy =>
    [
        Sloppiness.NoIds, Sloppiness.NoIndexes, Sloppiness.IndexZero, Sloppiness.NoIds | Sloppiness.NoIndexes, Sloppiness.NoIds | Sloppiness.IndexZero,
        Sloppiness.NameEachPiece, Sloppiness.NameEachPiece | Sloppiness.IndexZero, Sloppiness.NameEachPiece | Sloppiness.NoIds | Sloppiness.NoIndexes,
        Sloppiness.IdEachPiece, Sloppiness.IdEachPiece | Sloppiness.NameEachPiece | Sloppiness.IndexZero, Sloppiness.ObjectArguments,
        Sloppiness.ObjectArguments | Sloppiness.NoIds | Sloppiness.NoIndexes, Sloppiness.NoFinishReason, Sloppiness.StopAfterCalls, Sloppiness.UnknownFinishReason,
        Sloppiness.NoDone, Sloppiness.NoUsage, Sloppiness.UsageEachChunk, Sloppiness.UsageEachChunk | Sloppiness.NoDone,
    ];

    [Theory]
    [MemberData(nameof(Sloppy))]
    public async Task A_sloppy_server_is_understood(Sloppiness sloppiness)
    {
        var echo = new EchoTool();
        Model.Then(
            Says.Calls(new CallPiece("a", "echo", ["{\"te", "xt\":", "\"one\"}"]), new CallPiece("b", "echo", ["{\"text\":", "\"two\"}"])) with { Sloppiness = sloppiness },
            Says.Text("Both", ".") with { Sloppiness = sloppiness });
        await using var host = Start(tools: echo);

        var (conversation, events) = await host.AskAsync(_member, "Ask");

        var rows = await host.RowsAsync(_member, conversation);
        Assert.Equal(new RunEnded(RunStatus.Done, null), events[^1] with { Seq = 0 });
        Assert.Equal("""assistant: echo({"text":"one"}) echo({"text":"two"})""", rows[1]);
        Assert.Equal(["tool: Viewer says one", "tool: Viewer says two"], rows.Skip(2).Take(2).Order());
        Assert.Equal("assistant: Both.", rows[4]);
        Assert.Empty(events.OfType<RetryWait>());
        var sent = Model.Requests[1].Body["messages"]!.AsArray();
        Assert.Equal(sent[2]!["tool_calls"]!.AsArray().Select(c => (string?)c!["id"]), sent.Skip(3).Select(m => (string?)m!["tool_call_id"]));
        Assert.Equal(sloppiness.HasFlag(Sloppiness.NoUsage) ? [] : [new TokenUsage(3025, 42, 2000, 0), new TokenUsage(3025, 42, 2000, 0)], events.OfType<UsageReported>().Select(u => u.Usage));
    }

    [Fact]
    public async Task Two_calls_with_one_id_are_two_calls()
    {
        Model.Then(Says.Calls(new CallPiece("same", "echo", ["{\"text\":\"one\"}"]), new CallPiece("same", "echo", ["{\"text\":\"two\"}"])), Says.Text("Both."));
        await using var host = Start();

        var (conversation, _) = await host.AskAsync(_member, "Ask");

        Assert.Equal(["tool: Viewer says one", "tool: Viewer says two"], (await host.RowsAsync(_member, conversation)).Skip(2).Take(2).Order());
    }

    [Fact]
    public async Task An_id_that_an_earlier_call_had_is_replaced()
    {
        Model.Then(Says.Call("call_0", "echo", "{\"text\":\"one\"}"), Says.Call("call_0", "echo", "{\"text\":\"two\"}"), Says.Text("Done."));
        await using var host = Start();

        var (_, events) = await host.AskAsync(_member, "Ask");

        Assert.Equal(2, events.OfType<ToolStarted>().Select(t => t.CallId).Distinct().Count());
        Assert.Equal(2, events.OfType<ToolFinished>().Select(t => t.CallId).Distinct().Count());
    }

    [Fact]
    public async Task Thinking_by_its_other_name_is_shown()
    {
        Model.Then(new ModelTurn([new ThinkingPiece("Hm.", ""), new TextPiece(["Yes."])], "end_turn") { Sloppiness = Sloppiness.Reasoning });
        await using var host = Start();

        var (_, events) = await host.AskAsync(_member, "Ask");

        Assert.Equal("Hm.", Assert.Single(events.OfType<ReasoningDelta>()).Text);
    }

    [Fact]
    public async Task Stop_hangs_up_on_the_model_at_once_and_the_conversation_goes_on()
    {
        Model.Then(Says.Then("I was", new WaitPiece(Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken))), Says.Text("Yes?"));
        await using var host = Start();
        var (conversation, run) = await host.StartAsync(_member, "Ask");
        await host.WatchUntilAsync(_member, run, e => e is TextDelta);

        await host.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken);
        await host.WatchAsync(_member, run);
        var hungUp = new TaskCompletionSource();
        await using var _ = Model.Requests[0].Aborted.Register(hungUp.SetResult);
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await host.AskAsync(_member, "Go on", conversation);

        Assert.Equal(["user: Ask", "assistant: I was", "user: Go on", "assistant: Yes?"], await host.RowsAsync(_member, conversation));
    }

    [Fact]
    public async Task Without_a_model_the_run_says_who_can_name_one()
    {
        await using var host = Start();

        var (_, events) = await host.AskAsync(await AddMemberAsync(_ => { }), "Ask");

        Assert.Equal(
            "This project names no model, and there is no default. An admin of the project can name one, or whoever runs this platform can set Agent:OpenAI:DefaultModel.",
            Assert.IsType<RunEnded>(events[^1]).Detail);
    }

    private Task<Member> AddMemberAsync(Action<Project> configure) =>
        Platform.AddMemberAsync(Role.Viewer, Server.AdminConnectionString, "public", TestContext.Current.CancellationToken, p =>
        {
            p.LlmProvider = "openai";
            configure(p);
        });

    private AgentHost Start(EchoTool? tools = null) => AgentHost.Start(
        Platform, options: AgentHost.Quick with { OpenAIApiKey = "key-2", OpenAIBaseUrl = Model.OpenAIBaseUrl }, tools: tools ?? new EchoTool());

    private static string? Content(JsonNode message) => message["content"] is JsonArray parts ? (string?)parts[0]!["text"] : (string?)message["content"];
}
