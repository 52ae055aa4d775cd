using System.Text.Json.Nodes;
using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Tests.Agent;

/// <summary>Arguments that do not fit come back with what is wrong with them, over both wire formats.</summary>
public sealed class ToolArgumentTests(PostgresServer server) : ModelDoubleTest(server)
{
    private const string Takes = " create_visualization takes: result_id, chart_type, x_column, y_column, title, x_label, y_label, color_column, group_column; "
        + "required: result_id, chart_type, x_column. Send the call again.";

    public static TheoryData<string, string, string> Calls()
    {
        (string Arguments, string Problem)[] calls =
        [
            ("""{"result_id":"r","chart_type":"bar"}""", "x_column is missing."),
            ("""{"result_id":"r","chart_type":"bar","x_column":null}""", "x_column is missing."),
            ("""{"result_id":"r","chart_type":"bar","x_column":5,"title":["a"]}""", "x_column must be a string, not an integer. title must be a string, not an array."),
            ("""{"result_id":"r","chart_type":"bar","x_column":"a","colour_column":"b"}""", "There is no argument \"colour_column\". Did you mean color_column?"),
            ("""{"resultid":"r","chart_type":true,"x_column":"a"}""",
                "There is no argument \"resultid\". Did you mean result_id? result_id is missing. chart_type must be a string, not a boolean."),
        ];
        var data = new TheoryData<string, string, string>();
        foreach (var provider in (string[])["anthropic", "openai"])
        {
            foreach (var (arguments, problem) in calls)
                data.Add(provider, arguments, problem);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_is_missing_unknown_or_of_a_wrong_type_is_named(string provider, string arguments, string problem)
    {
        var told = await ToldAsync(provider, "create_visualization", arguments);

        Assert.Equal($"The arguments do not fit. {problem}{Takes}", told);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_result_that_is_not_there_is_named(string provider)
    {
        var told = await ToldAsync(provider, "create_visualization", """{"result_id":"last","chart_type":"bar","x_column":"a"}""");

        Assert.Equal("There is no such result. Run the query with execute_sql and give the result_id it returns.", told);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task What_fits_is_run(string provider)
    {
        var told = await ToldAsync(provider, "execute_sql", """{"query":"select 7 as n"}""");

        Assert.Contains("| 7 |", told, StringComparison.Ordinal);
    }

    /// <returns>What the model is told of its call.</returns>
    private async Task<string> ToldAsync(string provider, string tool, string arguments)
    {
        var customer = await Server.AddReaderAsync(await Server.CreateDatabaseAsync(Token), "public", Token);
        var member = await Platform.AddMemberAsync(Role.Viewer, customer, "public", Token, p => (p.LlmProvider, p.LlmModel) = (provider, "m"));
        // In two pieces, as models send them.
        Model.Then(Says.Call("c1", tool, arguments[..9], arguments[9..]), Says.Text("I see."));
        await using var host = AgentHost.Start(Platform, options: AgentHost.Quick with
        {
            AnthropicApiKey = "key-1",
            AnthropicBaseUrl = Model.BaseUrl,
            OpenAIApiKey = "key-2",
            OpenAIBaseUrl = Model.OpenAIBaseUrl,
        });

        var (_, events) = await host.AskAsync(member, "Ask");

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        var messages = Model.Requests[1].Body["messages"]!.AsArray();
        var content = provider == "anthropic" ? messages[^1]!["content"]![0]!["content"] : messages[^1]!["content"];
        return content is JsonArray parts ? string.Concat(parts.Select(p => (string)p!["text"]!)) : (string)content!;
    }
}
