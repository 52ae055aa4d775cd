using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Tests.Agent;

/// <summary>Everything that can go wrong at a provider, and what the person sees: the same sentence from both wire formats.</summary>
public sealed class ModelFailureTests(PostgresServer server) : ModelDoubleTest(server)
{
    private const string NoCredit = "The account at the provider has no credit left, or its spending limit is reached. Ask an admin to top it up, or choose the offline analyst.";
    private const string TooLong = "This conversation has grown too long for the model. Start a new one and ask there.";
    private const string NotAccepted = "The provider did not accept the request. Try another model in the project's settings; the server's log has the details.";
    private const string Declined = "The provider declined to answer this. Put the question differently.";
    private const string Gone = "Model {model} is not available at the provider (it may be retired). {another}";
    private const string Key = "The provider refused the platform's API key. Ask whoever runs this platform to check {key}.";
    private const string NotFound = "The provider's address answers with 'not found'. Ask whoever runs this platform to check {url}.";
    private const string NoServer = "The provider's address does not answer as a model's server does. Ask whoever runs this platform to check {url}.";
    private const string NoTools = "Model {model} cannot call tools, so it cannot look into the database. Choose another in the project's settings.";
    private const string TooMuch = "The model cannot write as long an answer as the platform asks for. Ask whoever runs this platform to lower Agent:MaxOutputTokens.";


    /// <summary>Provider, status, type or code, message → how the run ends and what is said. Asked once: it would fail again.</summary>
    public static TheoryData<string, int, string, string, RunStatus, string> Lasting => new()
    {
        { "anthropic", 401, "authentication_error", "bad key", RunStatus.Failed, Key },
        { "openai", 401, "invalid_api_key", "Incorrect API key provided: sk-secret", RunStatus.Failed, Key },
        { "anthropic", 403, "permission_error", "no", RunStatus.Failed, Key },
        { "openai", 403, "forbidden", "no", RunStatus.Failed, Key },
        { "anthropic", 404, "not_found_error", "model: claude-sonnet-5-5", RunStatus.Failed, Gone },
        { "openai", 404, "model_not_found", "The model `m` does not exist or you do not have access to it.", RunStatus.Failed, Gone },
        { "openai", 404, "api_error", "model \"m\" not found, try pulling it first", RunStatus.Failed, Gone },
        { "openai", 403, "model_not_found", "Project does not have access to model m", RunStatus.Failed, Gone },
        { "anthropic", 404, "not_found_error", "no such page", RunStatus.Failed, NotFound },
        { "openai", 404, "not_found", "no such page", RunStatus.Failed, NotFound },
        { "anthropic", 302, "moved", "elsewhere", RunStatus.Failed, NoServer },
        { "openai", 302, "moved", "elsewhere", RunStatus.Failed, NoServer },
        { "openai", 405, "method", "not allowed", RunStatus.Failed, NoServer },
        { "anthropic", 400, "invalid_request_error", "Your credit balance is too low", RunStatus.Failed, NoCredit },
        { "anthropic", 402, "billing_error", "pay", RunStatus.Failed, NoCredit },
        { "anthropic", 429, "rate_limit_error", "spend limit reached", RunStatus.Failed, NoCredit },
        { "openai", 429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.", RunStatus.Failed, NoCredit },
        { "openai", 402, "payment", "Insufficient Balance", RunStatus.Failed, NoCredit },
        { "anthropic", 400, "invalid_request_error", "prompt is too long: 250000 tokens", RunStatus.Failed, TooLong },
        { "anthropic", 413, "request_too_large", "big", RunStatus.Failed, TooLong },
        { "openai", 400, "context_length_exceeded", "This model's maximum context length is 8192 tokens.", RunStatus.Failed, TooLong },
        { "openai", 400, "invalid_request_error", "the request exceeds the available context size", RunStatus.Failed, TooLong },
        { "openai", 413, "too_large", "big", RunStatus.Failed, TooLong },
        { "openai", 429, "rate_limit_exceeded", "Request too large for m on tokens per min", RunStatus.Failed, TooLong },
        { "anthropic", 400, "invalid_request_error", "Output blocked by content filtering policy", RunStatus.Refused, Declined },
        { "openai", 400, "content_filter", "The response was filtered", RunStatus.Refused, Declined },
        { "openai", 400, "invalid_prompt", "Your prompt was flagged", RunStatus.Refused, Declined },
        { "openai", 400, "api_error", "registry.ollama.ai/library/m does not support tools", RunStatus.Failed, NoTools },
        { "openai", 400, "invalid_request_error", "max_tokens is too large: 16000. This model supports at most 4096.", RunStatus.Failed, TooMuch },
        { "anthropic", 400, "invalid_request_error", "secret detail", RunStatus.Failed, NotAccepted },
        { "openai", 400, "invalid_request_error", "secret detail", RunStatus.Failed, NotAccepted },
    };

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_lasting_failure_ends_the_run_at_once_in_words(string provider, int status, string type, string message, RunStatus end, string said)
    {
        Model.Then(Says.Error(status, type, message));
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.Equal(new RunEnded(end, For(provider, said)), events[^1] with { Seq = 0 });
        Assert.Single(Model.Requests);
    }

    public static TheoryData<string, int, string, string> Passing => new()
    {
        { "anthropic", 429, "rate_limit_error", "The provider asks to slow down." },
        { "openai", 429, "rate_limit_exceeded", "The provider asks to slow down." },
        { "anthropic", 500, "api_error", "The provider has trouble." },
        { "openai", 500, "server_error", "The provider has trouble." },
        { "openai", 502, "bad_gateway", "The provider has trouble." },
        { "openai", 409, "conflict", "The provider has trouble." },
        { "anthropic", 503, "api_error", "The provider is overloaded." },
        { "openai", 503, "overloaded", "The provider is overloaded." },
        { "anthropic", 529, "overloaded_error", "The provider is overloaded." },
        { "openai", 529, "overloaded", "The provider is overloaded." },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_passing_failure_is_told_and_tried_again_until_the_tries_are_used_up(string provider, int status, string type, string reason)
    {
        var error = Says.Error(status, type, "secret detail");
        Model.Then(error, Says.Text("Here."), error, error, error, error);
        var member = await MemberAsync(provider);
        await using var host = Start();

        var (_, recovered) = await host.AskAsync(member, "Ask");
        var (_, failed) = await host.AskAsync(member, "Ask");

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(recovered[^1]).Status);
        Assert.Equal(reason, Assert.Single(recovered.OfType<RetryWait>()).Reason);
        Assert.Equal(new RunEnded(RunStatus.Failed, $"{reason} 4 tries failed. Ask again in a minute."), failed[^1] with { Seq = 0 });
    }

    [Theory]
    [InlineData("anthropic", "1")]
    [InlineData("openai", "1")]
    public async Task The_provider_says_how_long_to_wait(string provider, string seconds)
    {
        Model.Then(Says.Error(429, "rate_limit_error", retryAfter: seconds), Says.Text("Here."));
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.Equal(1, events.OfType<RetryWait>().Single().Seconds);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_wait_of_minutes_fails_the_run_instead(string provider)
    {
        Model.Then(Says.Error(429, "rate_limit_error", retryAfter: "120"));
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.Equal(new RunEnded(RunStatus.Failed, "The provider asks to slow down. It asks to wait 120 seconds. Ask again then."), events[^1] with { Seq = 0 });
    }

    public static TheoryData<string, string, string> Interruptions
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var provider in (string[])["anthropic", "openai"])
            {
                rows.Add(provider, "error event", "The provider is overloaded.");
                rows.Add(provider, "reset", "The connection to the provider broke.");
                rows.Add(provider, "silence", "The provider was silent for 2 seconds.");
                rows.Add(provider, "missing end", "The provider's answer broke off.");
                rows.Add(provider, "half a call", "The provider's answer broke off.");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Interruptions))]
    public async Task What_an_interrupted_stream_sent_is_dropped_and_the_model_asked_again(string provider, string kind, string reason)
    {
        Model.Then(Interrupted(kind), Says.Text("Whole."));
        var member = await MemberAsync(provider);
        await using var host = Start(AgentHost.Quick with { IdleTimeout = TimeSpan.FromSeconds(2) });

        var (conversation, events) = await host.AskAsync(member, "Ask");

        Assert.Equal(["user: Ask", "assistant: Whole."], await host.RowsAsync(member, conversation));
        Assert.Equal(reason, Assert.Single(events.OfType<RetryWait>()).Reason);
        // A reset may overtake the text before it; what was not shown needs no reset.
        Assert.Equal(events.OfType<TextDelta>().Count(t => t.Text == "Half"), events.OfType<StepReset>().Count());
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task An_interruption_that_stays_is_told_in_the_end(string provider)
    {
        Model.Then([.. Enumerable.Repeat(Interrupted("missing end"), 4)]);
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.Equal(new RunEnded(RunStatus.Failed, "The provider's answer broke off. 4 tries failed. Ask again in a minute."), events[^1] with { Seq = 0 });
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task Half_a_call_of_an_answer_that_ended_is_answered_with_an_error_and_never_run(string provider)
    {
        Model.Then(new ModelTurn([new CallPiece("c", "echo", ["{\"text\": \"a, b, "])], "max_tokens"), Says.Text("Shorter."));
        var member = await MemberAsync(provider);
        var echo = new EchoTool();
        await using var host = Start(tools: echo);

        var (conversation, events) = await host.AskAsync(member, "Ask");

        var rows = await host.RowsAsync(member, conversation);
        Assert.Equal("tool: error The arguments of this call were cut off or are no JSON. Send the call again, shorter if it was long.", rows[2]);
        Assert.Equal((RunStatus.Done, 0), (Assert.IsType<RunEnded>(events[^1]).Status, echo.Calls));
        Assert.Contains("cut off", Model.Requests[1].Body["messages"]!.AsArray()[^1]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_model_that_declines_ends_the_run_as_refused(string provider)
    {
        Model.Then(new ModelTurn([new TextPiece(["I will not."])], "refusal"));
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.Equal(new RunEnded(RunStatus.Refused, "The model declined to answer this. Put the question differently."), events[^1] with { Seq = 0 });
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task An_answer_cut_by_the_length_limit_says_so(string provider)
    {
        Model.Then(new ModelTurn([new TextPiece(["And so on and"])], "max_tokens"));
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.StartsWith("The answer reached the model's length limit and is cut off.", Assert.IsType<RunEnded>(events[^1]).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", "No API key for Anthropic is set. Set ANTHROPIC_API_KEY and restart, enter a key for the project, or choose the offline analyst.")]
    [InlineData("openai", "No API key for OpenAI is set. Set OPENAI_API_KEY and restart, enter a key for the project, or choose the offline analyst.")]
    public async Task Without_a_key_the_run_fails_at_once(string provider, string said)
    {
        await using var host = AgentHost.Start(Platform, options: AgentHost.Quick with { OpenAIDefaultModel = "m" }, tools: new EchoTool());

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.Equal(new RunEnded(RunStatus.Failed, said), events[^1] with { Seq = 0 });
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_server_that_is_not_there_cannot_be_reached(string provider)
    {
        await Model.DisposeAsync();
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider), "Ask");

        Assert.Equal(new RunEnded(RunStatus.Failed, "The provider cannot be reached. 4 tries failed. Ask again in a minute."), events[^1] with { Seq = 0 });
    }

    [Theory]
    [InlineData("anthropic", "Ask an admin of the project to enter another.")]
    [InlineData("openai", "Ask an admin of the project to enter another.")]
    public async Task A_refused_key_of_the_project_is_for_its_admin_to_mend(string provider, string advice)
    {
        Model.Then(Says.Error(401, "invalid_api_key"));
        await using var host = Start();

        var (_, events) = await host.AskAsync(await MemberAsync(provider, p => Platform.Vault.SetModelKey(p, "own-key")), "Ask");

        Assert.Equal(new RunEnded(RunStatus.Failed, $"The provider refused the project's API key. {advice}"), events[^1] with { Seq = 0 });
        Assert.Contains(Model.Requests[0].Headers.Values, v => v.Contains("own-key", StringComparison.Ordinal));
    }

    private static ModelTurn Interrupted(string kind) => kind switch
    {
        "error event" => Says.Then("Half", new ErrorEventPiece("overloaded_error")),
        "reset" => Says.Then("Half", new ResetPiece()),
        "silence" => Says.Then("Half", new WaitPiece(Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken))),
        "half a call" => Says.Then("Half", new CallPiece("c", "echo", ["{\"te"])),
        _ => Says.Then("Half"),
    };

    private Task<Member> MemberAsync(string provider, Action<Project>? configure = null) =>
        Platform.AddMemberAsync(Role.Viewer, Server.AdminConnectionString, "public", TestContext.Current.CancellationToken, p =>
        {
            p.LlmProvider = provider;
            configure?.Invoke(p);
        });

    private AgentHost Start(AgentOptions? options = null, EchoTool? tools = null) => AgentHost.Start(
        Platform,
        options: (options ?? AgentHost.Quick) with
        {
            AnthropicApiKey = "key-1",
            AnthropicBaseUrl = Model.BaseUrl,
            OpenAIApiKey = "key-2",
            OpenAIBaseUrl = Model.OpenAIBaseUrl,
            OpenAIDefaultModel = "m",
        },
        tools: tools ?? new EchoTool());

    private static string For(string provider, string sentence) => sentence
        .Replace("{model}", provider == "openai" ? "m" : "claude-sonnet-5-5", StringComparison.Ordinal)
        .Replace("{another}", "Choose another in the project's settings.", StringComparison.Ordinal)
        .Replace("{key}", provider == "openai" ? "OPENAI_API_KEY" : "ANTHROPIC_API_KEY", StringComparison.Ordinal)
        .Replace("{url}", provider == "openai" ? "Agent:OpenAI:BaseUrl" : "Agent:Anthropic:BaseUrl", StringComparison.Ordinal);
}
