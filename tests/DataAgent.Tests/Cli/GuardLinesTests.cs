using System.Text.Json.Nodes;
using DataAgent.Cli.SqlGuard;
using DataAgent.SqlGuard;

namespace DataAgent.Tests.Cli;

public sealed class GuardLinesTests
{
    private static readonly GuardLine Defaults = new(null, null, "public", null, null, null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_line_is_judged_by_its_own_policy_and_answered_with_its_id()
    {
        List<GuardPolicy> policies = [];

        var (code, lines) = await RunAsync(
            """
            {"id":7,"sql":"select 1"}
            {"id":"b","sql":"drop table x","schema":"shop","allowed_tables":["a"],"excluded_tables":["c"],"catalog":{"relations":[{"name":"a","columns":["id"]},{"name":"b"}]}}
            """,
            (sql, policy) =>
            {
                policies.Add(policy);
                return sql == "select 1"
                    ? new Verdict([], ["public.t"], ["count"], sql)
                    : new Verdict([new Refusal(RefusalCode.NotReadOnly, "Only SELECT.", 3)], [], [], "");
            });

        Assert.Equal(0, code);
        Assert.Equal("""{"id":7,"allowed":true,"refusals":[],"relations":["public.t"],"functions":["count"],"micros":0}""", WithoutTime(lines[0]));
        Assert.Equal("""{"id":"b","allowed":false,"refusals":[{"code":"not_read_only","message":"Only SELECT.","position":3}],"relations":[],"functions":[],"micros":0}""", WithoutTime(lines[1]));
        Assert.Equal(("public", null, null), (policies[0].Schema, policies[0].AllowedTables, policies[0].Catalog));
        Assert.Equal(("shop", "a", "c"), (policies[1].Schema, policies[1].AllowedTables!.Single(), policies[1].ExcludedTables.Single()));
        Assert.Equal(["id"], policies[1].Catalog!.Relations[0].Columns);
        Assert.Empty(policies[1].Catalog!.Relations[1].Columns);
    }

    [Fact]
    public async Task What_a_line_leaves_out_comes_from_the_options()
    {
        GuardPolicy? seen = null;
        var defaults = new GuardLine(null, null, "shop", ["a"], ["b"], null);

        await GuardLines.RunAsync(new StringReader("""{"sql":"x"}"""), TextWriter.Null, (_, policy) => Remember(policy), defaults, Token);

        Assert.Equal(("shop", "a", "b"), (seen!.Schema, seen.AllowedTables!.Single(), seen.ExcludedTables.Single()));

        Verdict Remember(GuardPolicy policy)
        {
            seen = policy;
            return new Verdict([], [], [], "x");
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":1,\"sql\":null}")]
    [InlineData("{\"id\":1,\"sql\":5}")]
    [InlineData("{\"id\":1,\"sql\":\"\\ud800\"}")]
    [InlineData("{\"sql\":\"x\",\"catalog\":{}}")]
    [InlineData("{\"sql\":\"x\",\"catalog\":{\"relations\":[null]}}")]
    [InlineData("{\"sql\":\"x\",\"allowed_tables\":[null]}")]
    public async Task A_line_that_is_no_question_is_refused_and_the_next_one_is_judged(string line)
    {
        var (code, lines) = await RunAsync(line + "\n\n{\"id\":2,\"sql\":\"select 1\"}\n", (sql, _) => new Verdict([], [], [], sql));

        Assert.Equal(1, code);
        Assert.Equal(2, lines.Length);
        Assert.False((bool)lines[0]["allowed"]!);
        Assert.NotNull(lines[0]["error"]);
        Assert.True((bool)lines[1]["allowed"]!);
    }

    private static async Task<(int Code, JsonNode[] Lines)> RunAsync(string input, Func<string, GuardPolicy, Verdict> judge)
    {
        using var output = new StringWriter();
        var code = await GuardLines.RunAsync(new StringReader(input), output, judge, Defaults, Token);
        return (code, [.. output.ToString().TrimEnd().Split(output.NewLine).Select(l => JsonNode.Parse(l)!)]);
    }

    private static string WithoutTime(JsonNode line)
    {
        Assert.True((long)line["micros"]! >= 0);
        line["micros"] = 0;
        return line.ToJsonString();
    }
}
