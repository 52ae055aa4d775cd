using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class PromptCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_goes_to_standard_output_and_what_is_said_of_it_does_not()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(await server.CreateDatabaseAsync(Token), "public", Token));
        string[] add =
        [
            "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
            "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable", "--provider", "anthropic",
        ];
        await cli.RunAsync(add, Token, $"{login.Password ?? "x"}\n");

        var text = await cli.RunAsync(["prompt", "show", "-p", "sales"], Token);
        var json = await cli.RunAsync(["prompt", "show", "-p", "sales", "--json"], Token);

        Assert.Equal((0, 0), (text.Code, json.Code));
        var system = (string)json.Json["system"]!;
        var tools = json.Json["parts"]!.AsArray().Where(p => (bool)p!["is_tool"]!).Select(p => (string)p!["text"]!);
        Assert.Equal($"{system}\n{string.Join('\n', tools)}\n", text.Output);
        Assert.StartsWith("You are a data analyst.", text.Output, StringComparison.Ordinal);
        Assert.Contains("anthropic, claude-sonnet-5-5: about ", text.Error, StringComparison.Ordinal);
        Assert.Contains("Base prompt, version ", text.Error, StringComparison.Ordinal);
        Assert.Contains("kept by the provider for an hour", text.Error, StringComparison.Ordinal);
    }
}
