using System.Text.Json.Nodes;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Cli;

/// <summary>A conversation from the command line: versions of questions, titles, and what people say of answers.</summary>
public sealed class ConversationCommandTests(PostgresServer server) : IAsyncLifetime
{
    private CliTester _cli = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cli = await CliTester.CreateAsync(server, Token);
        var database = await server.CreateDatabaseAsync(Token);
        await using (var owner = NpgsqlDataSource.Create(database))
        await using (var make = owner.CreateCommand("""
            create table customer (id int primary key, name text not null);
            create table product (id int primary key, name text not null);
            insert into customer select n, 'c' || n from generate_series(1, 40) n; insert into product select n, 'p' || n from generate_series(1, 7) n; analyze
            """))
            await make.ExecuteNonQueryAsync(Token);
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(database, "public", Token));
        var added = await _cli.RunAsync(
            [
                "project", "add", "--name", "Shop", "--slug", "shop", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
                "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable",
            ], Token, $"{login.Password}\n");
        Assert.Equal((0, ""), (added.Code, added.Error));
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_question_is_replaced_shown_with_its_other_versions_and_switched_back()
    {
        var (conversation, first) = await AskAsync("How many customers are there?");

        var (_, second) = await AskAsync("How many products are there?", "--conversation", conversation, "--replace", first);
        var shown = await RunAsync("conversation", "show", conversation);
        var all = await RunAsync("conversation", "show", conversation, "--json");
        var switched = await RunAsync("conversation", "switch", conversation, first);
        var back = await RunAsync("conversation", "show", conversation);

        Assert.Contains($"> How many products are there?\n  run {second}, version 2 of 2 (1 other)\n", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("> How many customers", shown.Output, StringComparison.Ordinal);
        Assert.Equal([first, second], all.Json["turns"]!.AsArray().Select(t => (string?)t!["run_id"]));
        Assert.Equal([second], all.Json["active_path"]!.AsArray().Select(id => (string?)id));
        Assert.Equal((0, ""), (switched.Code, switched.Error));
        Assert.Contains($"> How many customers are there?\n  run {first}, version 1 of 2 (1 other)\n", back.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_replaced_or_switched_to_is_said()
    {
        var (conversation, run) = await AskAsync("How many customers are there?");
        var unknown = Guid.NewGuid().ToString();

        var alone = await RunAsync("ask", "Hi", "--replace", run);
        var elsewhere = await RunAsync("ask", "Hi", "--conversation", conversation, "--replace", unknown);
        var nowhere = await RunAsync("conversation", "switch", conversation, unknown);

        Assert.Equal(2, alone.Code);
        Assert.Contains("--replace needs --conversation", alone.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (elsewhere.Code, nowhere.Code));
        Assert.Contains("no such run in it", elsewhere.Error, StringComparison.Ordinal);
        Assert.Contains("no such run in it", nowhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_is_renamed_and_removed()
    {
        var (conversation, _) = await AskAsync("How many customers are there?");

        var renamed = await RunAsync("conversation", "rename", conversation, "Customers");
        var listed = await RunAsync("conversation", "list", "--json");
        var blank = await RunAsync("conversation", "rename", conversation, " ");
        var removed = await RunAsync("conversation", "remove", conversation);
        var again = await RunAsync("conversation", "remove", conversation);

        Assert.Equal((0, 2, 0, 1), (renamed.Code, blank.Code, removed.Code, again.Code));
        Assert.Equal("Customers", (string?)listed.Json["conversations"]![0]!["title"]);
        Assert.Contains("no such conversation of yours", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_is_given_listed_and_taken_back()
    {
        var (conversation, run) = await AskAsync("How many customers are there?");

        var given = await RunAsync("feedback", "give", conversation, run, "down", "--reason", "wrong_figures", "--reason", "other", "--comment", "41, I think");
        var json = await RunAsync("feedback", "list", "--json");
        var text = await RunAsync("feedback", "list");
        var praise = await RunAsync("feedback", "give", conversation, run, "up", "--reason", "other");
        var unknown = await RunAsync("feedback", "give", conversation, Guid.NewGuid().ToString(), "up");
        var removed = await RunAsync("feedback", "remove", conversation, run);
        var none = await RunAsync("feedback", "remove", conversation, run);

        Assert.Equal((0, ""), (given.Code, given.Error));
        var line = Assert.Single(json.Json["feedback"]!.AsArray())!;
        Assert.Equal(
            ("How many customers are there?", 1, "down", "41, I think", run),
            ((string?)line["question"], (int?)line["sql_count"], (string?)line["verdict"], (string?)line["comment"], (string?)line["run_id"]));
        Assert.Equal(["wrong_figures", "other"], line["reasons"]!.AsArray().Select(r => (string?)r));
        Assert.Contains("wrong_figures, other", text.Output, StringComparison.Ordinal);
        Assert.Contains("How many customers are there?", text.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0, 1), (praise.Code, unknown.Code, removed.Code, none.Code));
        Assert.StartsWith("reasons: ", praise.Error, StringComparison.Ordinal);
    }

    private async Task<(string Conversation, string Run)> AskAsync(string question, params string[] more)
    {
        var answer = await RunAsync(["ask", question, "--json", .. more]);
        Assert.True(answer.Code == 0, answer.Output + answer.Error);
        JsonNode json = answer.Json;
        return ((string)json["conversation_id"]!, (string)json["run_id"]!);
    }

    private Task<CliResult> RunAsync(params string[] args) => _cli.RunAsync([.. args, "-p", "shop"], Token);
}
