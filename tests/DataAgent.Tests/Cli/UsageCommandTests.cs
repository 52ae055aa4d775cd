using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class UsageCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_and_cost_of_a_question_are_told_by_model_and_for_all_projects()
    {
        await using var model = await ModelDouble.StartAsync(Says.Text("Hello."));
        await using var cli = await CliTester.CreateAsync(server, Token);
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(await server.CreateDatabaseAsync(Token), "public", Token));
        await cli.RunAsync(
            [
                "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
                "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable", "--provider", "openai", "--model", "qwen3", "--model-url", model.OpenAIBaseUrl,
            ], Token, $"{login.Password}\n");
        await cli.RunAsync(["ask", "-p", "sales", "Hello?"], Token);

        var text = await cli.RunAsync(["usage", "-p", "sales", "--by", "model"], Token);
        var json = await cli.RunAsync(["usage", "-p", "sales", "--json"], Token);
        var all = await cli.RunAsync(["usage", "--jsonl"], Token);
        var wrong = await cli.RunAsync(["usage", "--days", "0"], Token);

        Assert.Equal(0, text.Code);
        Assert.Matches(@"(?m)^qwen3 +1 +1 +0 +3025 +2000 +\d+", text.Output);
        Assert.Contains("total", text.Output, StringComparison.Ordinal);
        Assert.Contains("No price is set for qwen3", text.Error, StringComparison.Ordinal);
        Assert.Equal(3025, (int?)json.Json["total"]!["tokens"]!["input"]);
        Assert.Contains("\"key\":\"sales\"", all.Output, StringComparison.Ordinal);
        Assert.Equal((2, "--days takes a number from 1 to 3660."), (wrong.Code, wrong.Error.Trim()));
    }
}
