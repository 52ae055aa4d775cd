using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Agent;

public sealed class ModelTestTests(PostgresServer server) : ModelDoubleTest(server)
{
    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_model_that_works_shows_all_it_can(string provider)
    {
        Model.Then(new ModelTurn([new TextPiece(["I ", "report."]), new CallPiece("c1", "report_number", ["{\"number\":", " 42}"])], "tool_use"));

        var report = await TestAsync(provider);

        Assert.True(report.Works);
        Assert.Equal((null, true, true, true), (report.Failure, report.Answered, report.CalledTool, report.Streamed));
        Assert.Equal((3025, 42, 2000), (report.Tokens!.Input, report.Tokens.Output, report.Tokens.CacheRead));
        Assert.InRange(report.FirstTokenMilliseconds!.Value, 0, report.Milliseconds);
        Assert.Equal("report_number", provider == "openai"
            ? (string?)Model.Requests[0].Body["tools"]![0]!["function"]!["name"] : (string?)Model.Requests[0].Body["tools"]![0]!["name"]);
        if (provider == "openai")
            Assert.Equal("99", report.Limits["x-ratelimit-remaining-requests"]);
    }

    [Fact]
    public async Task A_model_that_calls_no_tool_does_not_work()
    {
        Model.Then(Says.Text("42, as you said."));

        var report = await TestAsync("openai");

        Assert.Equal((false, true, false), (report.Works, report.Answered, report.Streamed));
        Assert.Equal("It called no tool, so it could not look into the database. Choose a model that calls tools.", report.ToolCall);
    }

    [Theory]
    [InlineData("{\"number\": 41}", "tool_use", "It called the tool, but not with what was asked. Choose a model that calls tools well.")]
    [InlineData("{}", "tool_use", "It called the tool, but not with what was asked. Choose a model that calls tools well.")]
    [InlineData("{\"number\": 4", "max_tokens", "It called the tool with arguments that are no JSON. Choose a model that calls tools well.")]
    public async Task A_wrong_call_is_said(string json, string reason, string said)
    {
        Model.Then(new ModelTurn([new CallPiece("c1", "report_number", [json])], reason));

        var report = await TestAsync("openai");

        Assert.Equal((false, said), (report.Works, report.ToolCall));
    }

    [Fact]
    public async Task A_server_that_counts_no_tokens_is_no_failure()
    {
        Model.Then(Says.Call("c1", "report_number", "{\"number\": 42}") with { Sloppiness = Sloppiness.NoUsage });

        var report = await TestAsync("openai");

        Assert.True(report.Works);
        Assert.Null(report.Tokens);
    }

    [Theory]
    [InlineData("anthropic", "The provider refused the project's API key. Ask an admin of the project to enter another.")]
    [InlineData("openai", "The provider refused the project's API key. Ask an admin of the project to enter another.")]
    public async Task A_failure_is_a_sentence_after_one_try_and_is_kept_in_the_audit_log(string provider, string said)
    {
        Model.Then(Says.Error(401, "invalid_api_key", "sk-secret"));

        var report = await TestAsync(provider);

        Assert.Equal((false, said), (report.Works, report.Failure));
        Assert.Single(Model.Requests);
        await using var db = Platform.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "model.test", Token);
        Assert.Equal(("command_line", $"{provider}, m: {said}"), (entry.Door, entry.Detail));
    }

    [Fact]
    public async Task A_passing_failure_says_how_long_to_wait_and_an_interruption_that_it_broke_off()
    {
        Model.Then(Says.Error(429, "rate_limit_error", retryAfter: "7"), Says.Then("Half"));

        var (limited, cut) = (await TestAsync("openai"), await TestAsync("openai"));

        Assert.Equal(("The provider asks to slow down. Ask again in a minute.", 7), (limited.Failure, limited.RetryAfterSeconds));
        Assert.Equal("The provider's answer broke off. Ask again in a minute.", cut.Failure);
    }

    [Fact]
    public async Task Only_an_admin_tests_and_only_a_model()
    {
        await using var host = Start();
        var admin = await AdminAsync("offline");
        var analyst = await Platform.AddMemberAsync(Role.Analyst, admin.Project, Token);

        Assert.IsType<ModelTestOutcome.Forbidden>(await host.ModelTest.RunAsync(analyst, QueryDoor.Http, Token));
        Assert.IsType<ModelTestOutcome.NoModel>(await host.ModelTest.RunAsync(admin, QueryDoor.Http, Token));
    }

    private async Task<ModelReport> TestAsync(string provider)
    {
        await using var host = Start();
        var outcome = await host.ModelTest.RunAsync(await AdminAsync(provider), QueryDoor.CommandLine, Token);
        return Assert.IsType<ModelTestOutcome.Tested>(outcome).Report;
    }

    private AgentHost Start() => AgentHost.Start(Platform);

    private Task<Member> AdminAsync(string provider) =>
        Platform.AddMemberAsync(Role.Admin, Server.AdminConnectionString, "public", Token, p =>
        {
            (p.LlmProvider, p.LlmModel, p.ModelBaseUrl) = (provider, "m", provider == "openai" ? Model.OpenAIBaseUrl : Model.BaseUrl);
            Platform.Vault.SetModelKey(p, "own-key");
        });
}
