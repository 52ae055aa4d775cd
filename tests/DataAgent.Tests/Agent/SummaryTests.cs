using System.Text.Json.Nodes;
using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Tests.Agent;

/// <summary>Conversations that outgrow the model's context, over both wire formats.</summary>
public sealed class SummaryTests(PostgresServer server) : ModelDoubleTest(server)
{
    private const string Record = "Orders were counted: 900, result_id r-1. Open: customers.";

    // Over three quarters of what the tests' options leave beside the prompt.
    private static readonly ModelTurn _long = Says.Text($"Nine hundred. {new string('x', 9_000)}") with { InputTokens = 17_000 };

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_long_conversation_is_summarised_once_and_the_summary_is_sent_in_place_of_it(string provider)
    {
        var member = await AddMemberAsync(provider);
        await using var host = Start();
        Model.Then(_long, Says.Text(Record), Says.Text("Forty."), Says.Text("Yes."));

        var (conversation, _) = await host.AskAsync(member, "How many orders?");
        var (_, second) = await host.AskAsync(member, "And customers?", conversation);
        await host.AskAsync(member, "Sure?", conversation);

        Assert.Equal(
            ["user: How many orders?", "user: And customers?", $"summary: {Record}", "assistant: Forty.", "user: Sure?", "assistant: Yes."],
            (await host.RowsAsync(member, conversation)).Where(r => !r.Contains("xxx", StringComparison.Ordinal)));
        Assert.Equal(4, Model.Requests.Count);
        var (asked, told, later) = (Model.Requests[1].Body, Model.Requests[2].Body, Model.Requests[3].Body);
        Assert.Null(asked["tools"]);
        Assert.Contains("You keep the record", asked.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Person: How many orders?", asked.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(told["tools"]);
        var head = Assert.Single(Said(told));
        Assert.Contains(Record, head, StringComparison.Ordinal);
        Assert.EndsWith("And customers?", head, StringComparison.Ordinal);
        Assert.DoesNotContain("How many orders", told.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal([head, "Forty.", "Sure?"], Said(later));

        var summarised = Assert.Single(second.OfType<ContextSummarized>());
        Assert.Equal((1, Record), (summarised.Step, summarised.Text));
        Assert.Equal(2, second.OfType<UsageReported>().Count());
        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(second[^1]).Status);
    }

    [Theory]
    [InlineData("anthropic", "invalid_request_error", "prompt is too long: 250000 tokens")]
    [InlineData("openai", "context_length_exceeded", "This model's maximum context length is 8192 tokens.")]
    public async Task When_the_provider_says_it_is_too_long_it_is_summarised_and_asked_again(string provider, string type, string message)
    {
        var member = await AddMemberAsync(provider);
        await using var host = Start();
        Model.Then(Says.Text("Nine hundred."), Says.Error(400, type, message), Says.Text(Record), Says.Text("Forty."));

        var (conversation, _) = await host.AskAsync(member, "How many orders?");
        var (_, events) = await host.AskAsync(member, "And customers?", conversation);

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Contains(Record, Assert.Single(Said(Model.Requests[3].Body)), StringComparison.Ordinal);
        Assert.Equal($"summary: {Record}", (await host.RowsAsync(member, conversation))[^2]);
    }

    [Theory]
    [InlineData("anthropic", "invalid_request_error", "prompt is too long: 250000 tokens")]
    [InlineData("openai", "context_length_exceeded", "This model's maximum context length is 8192 tokens.")]
    public async Task What_is_too_long_even_with_a_summary_fails_with_a_sentence(string provider, string type, string message)
    {
        var member = await AddMemberAsync(provider);
        await using var host = Start();
        Model.Then(Says.Text("Nine hundred."), Says.Error(400, type, message), Says.Text(Record), Says.Error(400, type, message));

        var (conversation, _) = await host.AskAsync(member, "How many orders?");
        var (_, events) = await host.AskAsync(member, "And customers?", conversation);

        var end = Assert.IsType<RunEnded>(events[^1]);
        Assert.Equal((RunStatus.Failed, "This conversation has grown too long for the model. Start a new one and ask there."), (end.Status, end.Detail));
        Assert.Equal(4, Model.Requests.Count);
    }

    [Fact]
    public async Task A_first_question_that_is_too_long_is_not_summarised()
    {
        var member = await AddMemberAsync("anthropic");
        await using var host = Start();
        Model.Then(Says.Error(400, "invalid_request_error", "prompt is too long: 250000 tokens"));

        var (_, events) = await host.AskAsync(member, "How many orders?");

        Assert.Equal(RunStatus.Failed, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Single(Model.Requests);
    }

    [Theory]
    [InlineData("anthropic", "fails")]
    [InlineData("openai", "fails")]
    [InlineData("anthropic", "is empty")]
    [InlineData("openai", "is empty")]
    public async Task A_summary_that_does_not_come_loses_nothing_but_the_oldest_messages(string provider, string how)
    {
        var member = await AddMemberAsync(provider);
        await using var host = Start();
        Model.Then(_long, how == "fails" ? Says.Error(400, "invalid_request_error", "no") : Says.Text("  "), Says.Text("Forty."));

        var (conversation, _) = await host.AskAsync(member, "How many orders?");
        var (_, events) = await host.AskAsync(member, "And customers?", conversation);

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Empty(events.OfType<ContextSummarized>());
        Assert.DoesNotContain(await host.RowsAsync(member, conversation), r => r.StartsWith("summary", StringComparison.Ordinal));
        Assert.Equal(["And customers?"], Said(Model.Requests[2].Body));
        Assert.Single(host.Log.Lines, line => line.Contains("oldest messages are left out instead", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_passing_failure_of_the_summary_is_tried_again()
    {
        var member = await AddMemberAsync("anthropic");
        await using var host = Start();
        Model.Then(_long, Says.Error(529, "overloaded_error"), Says.Text(Record), Says.Text("Forty."));

        var (conversation, _) = await host.AskAsync(member, "How many orders?");
        var (_, events) = await host.AskAsync(member, "And customers?", conversation);

        Assert.Single(events.OfType<RetryWait>());
        Assert.Single(events.OfType<ContextSummarized>());
    }

    [Fact]
    public async Task Killed_after_the_summary_the_next_process_goes_on_with_it()
    {
        var member = await AddMemberAsync("anthropic");
        var first = Start();
        Model.Then(_long, Says.Text(Record), Says.Then("", new WaitPiece(Task.Delay(Timeout.Infinite, Token))));
        var (conversation, _) = await first.AskAsync(member, "How many orders?");
        var (_, run) = await first.StartAsync(member, "And customers?", conversation);
        await first.WatchUntilAsync(member, run, e => e is StepStarted);

        await first.KillAsync();
        Model.Then(Says.Text("Forty."));
        await using var second = Start();
        await second.Keeper.StartAsync(Token);
        var events = await second.WatchAsync(member, run);

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Equal(Record, Assert.Single(events.OfType<ContextSummarized>()).Text);
        Assert.Single(await second.RowsAsync(member, conversation), r => r.StartsWith("summary", StringComparison.Ordinal));
        Assert.Contains(Record, Assert.Single(Said(Model.Requests[^1].Body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_while_the_summary_is_written_the_run_ends_without_one()
    {
        var member = await AddMemberAsync("anthropic");
        await using var host = Start();
        Model.Then(_long, Says.Then("Orders", new WaitPiece(Task.Delay(Timeout.Infinite, Token))));
        var (conversation, _) = await host.AskAsync(member, "How many orders?");
        await Model.WaitForRequestAsync(Token);
        var (_, run) = await host.StartAsync(member, "And customers?", conversation);
        await Model.WaitForRequestAsync(Token);

        Assert.True(await host.Coordinator.StopAsync(member, conversation, Token));
        var events = await host.WatchAsync(member, run);

        Assert.Equal(RunStatus.Stopped, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.Equal("user: And customers?", (await host.RowsAsync(member, conversation))[^1]);
    }

    [Fact]
    public async Task The_offline_analyst_needs_no_summary()
    {
        var customer = await Server.CreateDatabaseAsync(Token);
        var member = await Platform.AddMemberAsync(Role.Viewer, await Server.AddReaderAsync(customer, "public", Token), "public", Token, p => p.LlmProvider = "offline");
        await using var host = AgentHost.Start(Platform, options: AgentHost.Quick with { ContextTokens = 10, MaxOutputTokens = 5 });

        var (conversation, _) = await host.AskAsync(member, "Which tables are there?");
        var (_, events) = await host.AskAsync(member, "Which tables are there, please?", conversation);

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.DoesNotContain(await host.RowsAsync(member, conversation), r => r.StartsWith("summary", StringComparison.Ordinal));
    }

    private async Task<Member> AddMemberAsync(string provider)
    {
        var customer = await Server.CreateDatabaseAsync(Token);
        return await Platform.AddMemberAsync(Role.Viewer, await Server.AddReaderAsync(customer, "public", Token), "public", Token, p =>
            (p.LlmProvider, p.LlmModel) = (provider, "m"));
    }

    private AgentHost Start() => AgentHost.Start(Platform, options: AgentHost.Quick with
    {
        AnthropicApiKey = "key",
        AnthropicBaseUrl = Model.BaseUrl,
        OpenAIApiKey = "key",
        OpenAIBaseUrl = Model.OpenAIBaseUrl,
        ContextTokens = 20_000,
        MaxOutputTokens = 2_000,
    });

    /// <summary>The texts of a request's messages, whichever wire format it is in.</summary>
    private static List<string> Said(JsonObject body) =>
    [
        .. body["messages"]!.AsArray().Where(m => (string?)m!["role"] != "system")
            .Select(m => m!["content"] is JsonArray parts ? string.Concat(parts.Select(p => (string?)p!["text"])) : (string)m["content"]!),
    ];
}
