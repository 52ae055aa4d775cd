using DataAgent.Testing;

namespace DataAgent.Tests.Cli;

public sealed class ModelCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_gets_a_model_with_address_and_key_and_no_command_shows_the_key()
    {
        await using var model = await ModelDouble.StartAsync(
            new ModelTurn([new TextPiece(["I ", "report."]), new CallPiece("c", "report_number", ["{\"number\":", "42}"])], "tool_use"));
        await using var cli = await CliTester.CreateAsync(server, Token);

        var added = await cli.RunAsync(
            [
                "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", "db.example.com", "--db-name", "sales", "--db-user", "reader", "--db-password", "-",
                "--provider", "openai", "--model", "qwen3", "--model-url", model.OpenAIBaseUrl, "--model-key", "-",
            ], Token, "the password\nsk-secret\n");
        var shown = await cli.RunAsync(["project", "show", "-p", "sales", "--json"], Token);
        var text = await cli.RunAsync(["project", "show", "-p", "sales"], Token);
        var tested = await cli.RunAsync(["model", "test", "-p", "sales"], Token);

        Assert.Equal(0, added.Code);
        Assert.Equal(("openai", "qwen3", model.OpenAIBaseUrl), ((string?)shown.Json["llm_provider"], (string?)shown.Json["llm_model"], (string?)shown.Json["model_base_url"]));
        Assert.True((bool?)shown.Json["has_model_key"]);
        Assert.Equal((0, ""), (tested.Code, tested.Error));
        Assert.StartsWith($"openai, qwen3 at {model.OpenAIBaseUrl[7..^3]}, key of project\nok    answered in ", tested.Output, StringComparison.Ordinal);
        Assert.Contains("\nok    It called the tool with what was asked.\nok    it streamed, in 4 pieces\nok    tokens: 3,025 in, of these 2,000 from the cache", tested.Output, StringComparison.Ordinal);
        Assert.Contains("      x-ratelimit-remaining-requests: 99\n", tested.Output, StringComparison.Ordinal);
        Assert.Equal("Bearer sk-secret", Assert.Single(model.Requests).Headers["Authorization"]);
        Assert.All([added, shown, text, tested], r => Assert.DoesNotContain("sk-secret", r.Output + r.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_fails_is_exit_code_1_with_the_sentence()
    {
        await using var model = await ModelDouble.StartAsync(Says.Error(404, "model_not_found", "The model `gone` does not exist"));
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(
            [
                "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", "db.example.com", "--db-name", "sales", "--db-user", "reader", "--db-password", "x",
                "--provider", "openai", "--model", "gone", "--model-url", model.OpenAIBaseUrl,
            ], Token);

        var failed = await cli.RunAsync(["model", "test", "-p", "sales", "--json"], Token);
        var moved = await cli.RunAsync(["project", "edit", "-p", "sales", "--model-url", "ftp://elsewhere"], Token);
        await cli.RunAsync(["project", "edit", "-p", "sales", "--provider", "offline"], Token);
        var offline = await cli.RunAsync(["model", "test", "-p", "sales"], Token);

        Assert.Equal(1, failed.Code);
        Assert.Equal("Model gone is not available at the provider (it may be retired). Choose another in the project's settings.", (string?)failed.Json["failure"]);
        Assert.Equal("model_base_url", moved.Error.Split(':')[0]);
        Assert.Equal((1, ""), (offline.Code, offline.Output));
        Assert.Contains("there is no model to test", offline.Error, StringComparison.Ordinal);
    }
}
