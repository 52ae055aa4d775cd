using System.Text.Json.Nodes;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class AuditCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_are_filtered_paged_and_written_out()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await AddProjectAsync(cli);
        await cli.RunAsync(["query", "-p", "sales", "--sql", "select 1 as one"], Token);
        await cli.RunAsync(["query", "-p", "sales", "--sql", "drop table x"], Token);
        await cli.RunAsync(["project", "edit", "-p", "sales", "--max-rows", "7"], Token);

        var refused = await cli.RunAsync(["audit", "list", "-p", "sales", "--outcome", "refused", "--door", "command_line", "--text", "DROP", "--json"], Token);
        var edit = await cli.RunAsync(["audit", "list", "-p", "sales", "--action", "project.edit", "--jsonl"], Token);
        var none = await cli.RunAsync(["audit", "list", "-p", "sales", "--until", "2020-01-01", "--jsonl"], Token);
        var all = await cli.RunAsync(["audit", "list", "-p", "sales", "--all", "--jsonl"], Token);
        var platform = await cli.RunAsync(["audit", "list", "--jsonl"], Token);

        var entry = Assert.Single(refused.Json["entries"]!.AsArray());
        Assert.Equal(("drop table x", null), ((string?)entry!["sql"], (string?)entry["address"]));
        Assert.Equal("7", (string?)JsonNode.Parse(edit.Output)!["changes"]![0]!["after"]);
        Assert.Empty(none.Output);
        Assert.Contains("\"action\":\"audit.export\"", all.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("\"action\":\"project.create\"", platform.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"action\":\"query\"", platform.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--outcome", "fine")]
    [InlineData("--action", "query.run")]
    [InlineData("--from", "soon")]
    [InlineData("--after", "x")]
    [InlineData("--all", null)]
    public async Task What_cannot_be_asked_for_is_wrong_usage(string option, string? value)
    {
        await using var cli = await CliTester.CreateAsync(server, Token);

        var result = await cli.RunAsync(["audit", "list", "-p", "sales", option, .. value is null ? Array.Empty<string>() : [value]], Token);

        Assert.Equal(2, result.Code);
    }

    [Fact]
    public async Task Only_admins_of_either_kind_read_it()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await AddProjectAsync(cli);
        await cli.RunAsync(["user", "add", "--email", "ada@example.test", "--name", "Ada"], Token);
        await cli.RunAsync(["member", "add", "-p", "sales", "--email", "ada@example.test", "--role", "analyst"], Token);

        var project = await cli.RunAsync(["audit", "list", "-p", "sales", "--as", "ada@example.test"], Token);
        var platform = await cli.RunAsync(["audit", "list", "--as", "ada@example.test"], Token);
        var conversations = await cli.RunAsync(["conversation", "list", "-p", "sales", "--all", "--as", "ada@example.test"], Token);
        var keys = await cli.RunAsync(["keys", "list", "--as", "ada@example.test"], Token);

        Assert.All([project, platform, conversations, keys], result => Assert.Equal((1, ""), (result.Code, result.Output)));
    }

    [Fact]
    public async Task An_admin_lists_and_shows_what_others_asked()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await AddProjectAsync(cli);
        await cli.RunAsync(["user", "add", "--email", "ada@example.test", "--name", "Ada"], Token);
        await cli.RunAsync(["member", "add", "-p", "sales", "--email", "ada@example.test", "--role", "viewer"], Token);
        await cli.RunAsync(["ask", "-p", "sales", "--as", "ada@example.test", "How many tables?"], Token);

        var all = await cli.RunAsync(["conversation", "list", "-p", "sales", "--all", "--person", "ada@example.test", "--jsonl"], Token);
        var id = (string)JsonNode.Parse(all.Output)!["id"]!;
        var shown = await cli.RunAsync(["conversation", "show", "-p", "sales", id], Token);
        var looks = await cli.RunAsync(["audit", "list", "-p", "sales", "--action", "conversation.view", "--jsonl"], Token);

        Assert.Contains("> How many tables?", shown.Output, StringComparison.Ordinal);
        Assert.Contains("of ada@example.test", looks.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_the_environment_are_listed_and_not_rotated()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await AddProjectAsync(cli);

        var listed = await cli.RunAsync(["keys", "list"], Token);
        var rotated = await cli.RunAsync(["keys", "rotate"], Token);
        var made = await cli.RunAsync(["keys", "new"], Token);

        Assert.Matches(@"(?m)^k1 +2 +yes +yes", listed.Output);
        Assert.Equal(1, rotated.Code);
        Assert.Contains("DATAAGENT_CREDENTIAL_KEYS", rotated.Error, StringComparison.Ordinal);
        Assert.StartsWith("k2:", made.Output, StringComparison.Ordinal);
    }

    private async Task AddProjectAsync(CliTester cli)
    {
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(await server.CreateDatabaseAsync(Token), "public", Token));
        var added = await cli.RunAsync(
            [
                "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
                "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable",
            ], Token, $"{login.Password}\n");
        Assert.Equal(0, added.Code);
    }
}
