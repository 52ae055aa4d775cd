using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Tests.Agent;

/// <summary>The double that a person plays with by hand.</summary>
public sealed class TypedQuestionsTests(PostgresServer server)
{
    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_question_says_what_the_model_does(string provider)
    {
        var token = TestContext.Current.CancellationToken;
        await using var platform = await TestPlatform.CreateAsync(server, token);
        await using var model = await ModelDouble.StartAsync("http://127.0.0.1:0", TypedQuestions.Answer);
        var customer = await server.AddReaderAsync(await server.CreateDatabaseAsync(token), "public", token);
        var member = await platform.AddMemberAsync(Role.Viewer, customer, "public", token, p => (p.LlmProvider, p.LlmModel) = (provider, "m"));
        await using var host = AgentHost.Start(platform, options: AgentHost.Quick with
        {
            AnthropicApiKey = "k",
            AnthropicBaseUrl = model.BaseUrl,
            OpenAIApiKey = "k",
            OpenAIBaseUrl = model.OpenAIBaseUrl,
        });

        var (_, back) = await host.AskAsync(member, "Hello");
        var (conversation, sql) = await host.AskAsync(member, "sql select 6 * 7 as answer");
        var (_, error) = await host.AskAsync(member, "error 401");

        Assert.Equal("You said: Hello", string.Concat(back.OfType<TextDelta>().Select(t => t.Text)));
        Assert.IsType<TableArtifact>(Assert.Single(sql.OfType<ToolFinished>()).Artifact);
        Assert.Contains("| 42 |", (await host.RowsAsync(member, conversation))[^1], StringComparison.Ordinal);
        Assert.StartsWith("The provider refused the platform's API key.", Assert.IsType<RunEnded>(error[^1]).Detail, StringComparison.Ordinal);
    }
}
