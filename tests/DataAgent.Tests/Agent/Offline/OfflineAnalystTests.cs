using DataAgent.Agent.Offline;
using DataAgent.Agent.Tools;
using DataAgent.Dictionary;
using DataAgent.Queries;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent.Offline;

/// <summary>The protocol: what is called, what is said, and how a run goes on from its own tool results.</summary>
public sealed class OfflineAnalystTests
{
    private static readonly DataDictionary _dictionary = new("shop", DateTimeOffset.UnixEpoch,
    [
        new("customers", TableKind.Table, null, 3, [new("id", "integer", "int4", false), new("name", "text", "text", false), new("password", "text", "text", true)]) { PrimaryKey = ["id"] },
        new("orders", TableKind.Table, null, 9, [new("id", "integer", "int4", false), new("customer_id", "integer", "int4", false), new("ordered_at", "timestamp with time zone", "timestamptz", false), new("total", "numeric(10,2)", "numeric", false)])
        {
            PrimaryKey = ["id"],
            ForeignKeys = [new("orders_customer", ["customer_id"], "customers", ["id"])],
        },
    ], []);

    [Fact]
    public async Task Says_how_it_reads_the_question_and_calls_the_query_tool()
    {
        var reply = await AskAsync("How many customers are there?");

        var call = Assert.Single(reply.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Equal("execute_sql", call.Name);
        Assert.Equal("select count(*) as customers\nfrom customers c", call.Arguments!["query"]);
        Assert.Equal("I read this as: the number of customers.", reply.Text);
        Assert.Equal(ChatFinishReason.ToolCalls, reply.FinishReason);
        Assert.Equal("offline-analyst", reply.ModelId);
    }

    [Fact]
    public async Task Answers_with_the_figure_that_came_back()
    {
        var reply = await AskAsync("How many customers are there?", Rows(["customers"], ["3"]));

        Assert.Equal("There are **3** customers.", reply.Text);
        Assert.Equal(ChatFinishReason.Stop, reply.FinishReason);
    }

    [Fact]
    public async Task Writes_all_figures_of_a_column_in_one_way()
    {
        var chart = "The chart is drawn.";

        var reply = await AskAsync("Show revenue per month as a line chart", Rows(["month", "revenue"], ["2025-01-01", "5159"], ["2025-02-01", "10558"]), chart);

        Assert.Contains("(5,159)", reply.Text, StringComparison.Ordinal);
        Assert.Contains("10,558", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("How many orders per month?", "month", "From January 2025 (4) to April 2025 (9): highest in **April 2025** with 9, lowest in January 2025 with 4.")]
    [InlineData("How many orders per quarter?", "quarter", "From Q1 2025 (4) to Q2 2025 (9): highest in **Q2 2025** with 9, lowest in Q1 2025 with 4.")]
    [InlineData("How many orders per day?", "day", "From 2025-01-01 (4) to 2025-04-01 (9): highest in **2025-04-01** with 9, lowest in 2025-01-01 with 4.")]
    public async Task Calls_a_month_by_its_name_and_not_by_its_first_day(string question, string grain, string answer) =>
        Assert.Equal(answer, (await AskAsync(question, Rows([grain, "orders"], ["2025-01-01", "4"], ["2025-04-01", "9"]))).Text);

    [Fact]
    public async Task Draws_a_chart_of_the_result_before_it_answers()
    {
        var reply = await AskAsync("Show revenue per month as a line chart", Rows(["month", "revenue"], ["2025-01-01", "10.50"], ["2025-02-01", "7.25"]));

        var call = Assert.Single(reply.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Equal("create_visualization", call.Name);
        Assert.Equal("line", call.Arguments!["chart_type"]);
        Assert.Equal("month", call.Arguments["x_column"]);
        Assert.Equal("revenue", call.Arguments["y_column"]);
    }

    [Fact]
    public async Task An_empty_result_is_an_answer_and_no_error()
    {
        var reply = await AskAsync("customers without orders", Rows(["id", "name"]));

        Assert.StartsWith("No rows match", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_query_is_told_and_not_tried_again()
    {
        var reply = await AskAsync("How many customers are there?", "The query failed: it took longer than 30 seconds.");

        Assert.Empty(reply.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Contains("no answer", reply.Text, StringComparison.Ordinal);
        Assert.Contains("longer than 30 seconds", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("what's the weather like?")]
    [InlineData("delete all orders")]
    [InlineData("customers' passwords")]
    [InlineData("show me the password of every customer")]
    [InlineData("")]
    public async Task Runs_nothing_for_what_it_does_not_understand(string question)
    {
        var reply = await AskAsync(question, Rows(["table", "column", "phrase", "exact", "near", "spellings"]));

        Assert.Empty(reply.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.NotEmpty(reply.Text);
    }

    [Theory]
    [InlineData("select * from customers")]
    [InlineData("```sql\nselect * from customers\n```")]
    [InlineData("with x as (select 1) select * from x")]
    public async Task Sql_runs_as_it_is(string question)
    {
        var reply = await AskAsync(question);

        var call = Assert.Single(reply.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Equal(question.Replace("```sql\n", "").Replace("\n```", ""), call.Arguments!["query"]);
    }

    [Fact]
    public async Task Streams_in_pieces_with_a_reason_at_the_end()
    {
        var updates = await new OfflineAnalyst(_dictionary).GetStreamingResponseAsync([new(ChatRole.User, "How many customers are there?")], null, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.True(updates.Count > 5);
        Assert.Equal("I read this as: the number of customers.", string.Concat(updates.Select(u => u.Text)));
        Assert.Equal(ChatFinishReason.ToolCalls, updates[^1].FinishReason);
    }

    [Fact]
    public async Task Lists_tables_without_a_query()
    {
        var reply = await AskAsync("list tables");

        Assert.Contains("**customers**", reply.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, reply.FinishReason);
    }

    /// <summary>A result as the tool says it.</summary>
    private static string Rows(string[] columns, params string[][] rows) =>
        ResultText.Render(Guid.CreateVersion7(), new("select", [.. columns.Select(c => new ResultColumn(c, "text", ColumnKind.Text))], rows, false, TimeSpan.Zero));

    private static async Task<ChatResponse> AskAsync(string question, params string[] results)
    {
        List<ChatMessage> messages = [new(ChatRole.System, "You are an analyst."), new(ChatRole.User, question)];
        for (var i = 0; i < results.Length; i++)
        {
            messages.Add(new(ChatRole.Assistant, [new FunctionCallContent($"c{i}", "execute_sql")]));
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent($"c{i}", results[i])]));
        }

        return await new OfflineAnalyst(_dictionary).GetResponseAsync(messages, null, TestContext.Current.CancellationToken);
    }
}
