using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Agent;

/// <summary>Whole runs over chat completions, with the product's tools on a real database: question, SQL, answer.</summary>
public sealed class OpenAIRunTests(PostgresServer server) : ModelDoubleTest(server)
{
    private static readonly ModelTurn _twoQueries = Says.Calls(
        new CallPiece("a", "execute_sql", ["{\"query\":\"select sum(amount) as ", "total from sale\"}"]),
        new CallPiece("b", "execute_sql", ["{\"query\":\"select count(*) as ", "sales from sale\"}"]));

    private Member _member = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var customer = await Server.CreateDatabaseAsync(Token);
        await using var source = NpgsqlDataSource.Create(customer);
        await using var command = source.CreateCommand(
            "create table sale (id int primary key, amount numeric(10,2) not null); insert into sale select i, i * 1.10 from generate_series(1, 120) i; analyze");
        await command.ExecuteNonQueryAsync(Token);
        _member = await Platform.AddMemberAsync(Role.Viewer, await Server.AddReaderAsync(customer, "public", Token), "public", Token, p =>
            (p.LlmProvider, p.LlmModel) = ("openai", "m"));
    }

    [Fact]
    public async Task Question_queries_side_by_side_answer()
    {
        Model.Then(_twoQueries, Says.Text("7,986.00 in ", "120 sales."));
        await using var host = Start();

        var (conversation, events) = await host.AskAsync(_member, "How much did we sell, in how many sales?");

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        var tables = events.OfType<ToolFinished>().Select(f => Assert.IsType<TableArtifact>(f.Artifact));
        Assert.Equal(["select count(*) as sales from sale", "select sum(amount) as total from sale"], tables.Select(t => t.Sql).Order(StringComparer.Ordinal));
        var told = Model.Requests[1].Body["messages"]!.AsArray();
        Assert.Equal(["a", "b"], told.Skip(3).Select(m => (string?)m!["tool_call_id"]));
        Assert.Contains("7986.00", told[3]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("| 120 |", told[4]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("assistant: 7,986.00 in 120 sales.", (await host.RowsAsync(_member, conversation))[^1]);
    }

    [Theory]
    [InlineData("before the model's first word")]
    [InlineData("after the results")]
    [InlineData("in the middle of the answer")]
    public async Task Killed_and_taken_up_by_another_process_the_rows_are_those_of_an_undisturbed_run(string when)
    {
        var forever = new WaitPiece(Task.Delay(Timeout.Infinite, Token));
        Model.Then(when == "before the model's first word" ? [Says.Then("", forever)] : [_twoQueries, Says.Then(when == "after the results" ? "" : "7,9", forever)]);
        var first = Start();
        var (conversation, run) = await first.StartAsync(_member, "How much?");
        for (var request = 0; request < (when == "before the model's first word" ? 1 : 2); request++)
            await Model.WaitForRequestAsync(Token);
        if (when == "in the middle of the answer")
            await first.WatchUntilAsync(_member, run, e => e is TextDelta);
        await first.KillAsync();
        var asked = Model.Requests.Count;
        Model.Then(when == "before the model's first word" ? [_twoQueries, Says.Text("7,986.00.")] : [Says.Text("7,986.00.")]);
        await using var second = Start();
        await second.Keeper.StartAsync(Token);

        var events = await second.WatchAsync(_member, run);

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        var rows = await second.RowsAsync(_member, conversation);
        Assert.Equal(["user", "assistant", "tool", "tool", "assistant"], rows.Select(r => r.Split(':')[0]));
        Assert.Equal("assistant: 7,986.00.", rows[^1]);
        Assert.True(Model.Requests.Count - asked <= 2, "The model is asked again only for what is missing.");
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_query_leaves_a_conversation_that_can_go_on()
    {
        const string Slow = "select count(*) from sale a, sale b, sale c, sale d, sale e";
        Model.Then(Says.Call("a", "execute_sql", $$"""{"query":"{{Slow}}"}"""), Says.Text("Here I am."));
        await using var host = Start();
        var (conversation, run) = await host.StartAsync(_member, "Count all");
        await host.WatchUntilAsync(_member, run, e => e is ToolExecuting);

        Assert.True(await host.Coordinator.StopAsync(_member, conversation, Token));
        var stopped = await host.WatchAsync(_member, run);
        var (_, goesOn) = await host.AskAsync(_member, "Are you there?", conversation);

        Assert.Equal(RunStatus.Stopped, Assert.IsType<RunEnded>(stopped[^1]).Status);
        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(goesOn[^1]).Status);
        var told = Model.Requests[^1].Body["messages"]!.AsArray();
        Assert.Equal(["system", "user", "assistant", "tool", "user"], told.Select(m => (string?)m!["role"]));
    }

    private AgentHost Start() => AgentHost.Start(
        Platform, options: AgentHost.Quick with { OpenAIApiKey = "key-2", OpenAIBaseUrl = Model.OpenAIBaseUrl });
}
