using System.Text.Json.Nodes;
using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Tests.Agent;

/// <summary>The official SDK against a server that speaks the real wire format.</summary>
public sealed class AnthropicProviderTests(PostgresServer server) : ModelDoubleTest(server)
{
    private Member _member = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _member = await Platform.AddMemberAsync(Role.Viewer, Server.AdminConnectionString, "public", TestContext.Current.CancellationToken, p => p.LlmProvider = "anthropic");
    }

    [Fact]
    public async Task A_whole_answer_over_the_wire()
    {
        Model.Then(
            new ModelTurn([new ThinkingPiece("Let me see.", "SIG=="), new TextPiece(["I ", "look."]), new CallPiece("c1", "echo", ["{\"text\":", "\"hi\"}"])], "tool_use"),
            Says.Text("It says ", "hi."));
        await using var host = Start();

        var (conversation, events) = await host.AskAsync(_member, "Say hi");

        Assert.Equal(new RunEnded(RunStatus.Done, null), events[^1] with { Seq = 0 });
        Assert.Equal("{\"text\":\"hi\"}", string.Concat(events.OfType<ToolArgsDelta>().Select(d => d.Json)));
        Assert.Equal("Let me see.", string.Concat(events.OfType<ReasoningDelta>().Select(d => d.Text)));
        Assert.Equal(new TokenUsage(3025, 42, 2000, 1000), events.OfType<UsageReported>().Last().Usage);
        Assert.Equal("assistant: It says hi.", (await host.RowsAsync(_member, conversation))[^1]);
    }

    [Fact]
    public async Task The_request_carries_the_key_the_default_model_tools_thinking_and_cache_marks()
    {
        Model.Then(new ModelTurn([new ThinkingPiece("Hm.", "SIG=="), new CallPiece("c1", "echo", ["{\"text\":\"hi\"}"])], "tool_use"), Says.Text("Hi."));
        await using var host = Start();

        await host.AskAsync(_member, "Say hi");

        var first = Model.Requests[0].Body;
        Assert.Contains("key-1", Model.Requests[0].Headers.Values.Single(v => v.Contains("key-1", StringComparison.Ordinal)));
        Assert.Equal("claude-sonnet-5-5", (string?)first["model"]);
        Assert.Equal("adaptive", (string?)first["thinking"]!["type"]);
        Assert.Equal("echo", (string?)first["tools"]![0]!["name"]);
        Assert.Equal("1h", (string?)first["system"]![0]!["cache_control"]!["ttl"]);
        Assert.Equal("5m", (string?)first["messages"]!.AsArray()[^1]!["content"]!.AsArray()[^1]!["cache_control"]!["ttl"]);
        var second = Model.Requests[1].Body["messages"]!.AsArray();
        Assert.Equal(["thinking", "tool_use"], second[1]!["content"]!.AsArray().Select(b => (string?)b!["type"]));
        Assert.Equal("SIG==", (string?)second[1]!["content"]![0]!["signature"]);
        Assert.Equal("Viewer says hi", Content(second[2]!["content"]![0]!));
        Assert.Equal(1, second.SelectMany(m => m!["content"]!.AsArray()).Count(c => c!["cache_control"] is not null));
    }

    [Fact]
    public async Task A_retired_model_of_the_project_names_another()
    {
        var member = await Platform.AddMemberAsync(Role.Viewer, Server.AdminConnectionString, "public", TestContext.Current.CancellationToken, p =>
            (p.LlmProvider, p.LlmModel) = ("anthropic", "claude-sonnet-4-5-20250929"));
        Model.Then(Says.Error(404, "not_found_error", "model: claude-sonnet-4-5-20250929"));
        await using var host = Start();

        var (_, events) = await host.AskAsync(member, "Ask");

        Assert.EndsWith("(it may be retired). Choose another, e.g. claude-sonnet-5-5.", Assert.IsType<RunEnded>(events[^1]).Detail);
        Assert.Null(Model.Requests[0].Body["thinking"]);
    }

    [Fact]
    public async Task Arguments_cut_by_the_length_limit_are_answered_with_an_error()
    {
        Model.Then(new ModelTurn([new CallPiece("c", "echo", ["{\"text\": \"a, b, "])], "max_tokens"), Says.Text("Shorter."));
        await using var host = Start();

        var (conversation, _) = await host.AskAsync(_member, "Ask");

        Assert.Contains("cut off", (await host.RowsAsync(_member, conversation))[2]);
        Assert.True((bool?)Model.Requests[1].Body["messages"]![2]!["content"]![0]!["is_error"]);
    }

    [Fact]
    public async Task Stop_hangs_up_on_the_model_at_once()
    {
        Model.Then(Says.Then("I was", new WaitPiece(Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken))));
        await using var host = Start();
        var (conversation, run) = await host.StartAsync(_member, "Ask");
        await host.WatchUntilAsync(_member, run, e => e is TextDelta);

        await host.Coordinator.StopAsync(_member, conversation, TestContext.Current.CancellationToken);
        await host.WatchAsync(_member, run);

        var hungUp = new TaskCompletionSource();
        await using var _ = Model.Requests[0].Aborted.Register(hungUp.SetResult);
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal("assistant: I was", (await host.RowsAsync(_member, conversation))[^1]);
    }

    private AgentHost Start(AgentOptions? options = null) =>
        AgentHost.Start(Platform, options: (options ?? AgentHost.Quick) with { AnthropicApiKey = "key-1", AnthropicBaseUrl = Model.BaseUrl }, tools: new EchoTool());

    private static string? Content(JsonNode block) => block["content"] is JsonArray parts ? (string?)parts[0]!["text"] : (string?)block["content"];
}
