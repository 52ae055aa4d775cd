using System.Diagnostics;

namespace DataAgent.SqlGuard.Tests.Parsing;

public sealed class HostileTextTests(WarmGuard warm)
{
    private const int Limit = 32 * 1024;
    private static readonly GuardPolicy Policy = new("shop");

    public static TheoryData<string, string> Heavy { get; } = new()
    {
        { "nested comments", string.Concat(Enumerable.Repeat("/*", Limit / 2)) },
        { "nested comments that close", string.Concat(Enumerable.Repeat("/*", Limit / 4 - 10)) + string.Concat(Enumerable.Repeat("*/", Limit / 4 - 10)) + "select 1" },
        { "parentheses", "select " + new string('(', 10_000) + "1" + new string(')', 10_000) },
        { "sums", "select " + string.Join("+", Enumerable.Repeat("1", 16_000)) },
        { "concatenations", "select " + string.Join("||", Enumerable.Repeat("a", 10_000)) },
        { "casts", "select 1" + string.Concat(Enumerable.Repeat("::int", 6_000)) },
        { "subqueries in FROM", string.Concat(Enumerable.Repeat("select * from (", 1_900)) + "select 1" + new string(')', 1_900) },
        { "subqueries", string.Concat(Enumerable.Repeat("(select ", 3_000)) + "1" + new string(')', 3_000) },
        { "unions", string.Join(" union ", Enumerable.Repeat("select 1", 2_000)) },
        { "joins", "select 1 from a" + string.Concat(Enumerable.Repeat(" join a on true", 2_000)) },
        { "negations", "select " + string.Concat(Enumerable.Repeat("not ", 8_000)) + "true" },
        { "minus signs", "select " + string.Concat(Enumerable.Repeat("- ", 16_000)) + "1" },
        { "cases", "select " + string.Concat(Enumerable.Repeat("case when true then ", 1_300)) + "1" + string.Concat(Enumerable.Repeat(" end", 1_300)) },
        { "calls", "select " + string.Concat(Enumerable.Repeat("abs(", 6_000)) + "1" + new string(')', 6_000) },
        { "array brackets", "select array" + new string('[', 10_000) + new string(']', 10_000) },
        { "subscripts", "select a" + string.Concat(Enumerable.Repeat("[1]", 10_000)) + " from t" },
        { "fields", "select (a)" + string.Concat(Enumerable.Repeat(".b", 16_000)) + " from t" },
        { "common table expressions", string.Concat(Enumerable.Repeat("with a as (", 1_500)) + "select 1" + string.Concat(Enumerable.Repeat(") select 1", 1_500)) },
        { "statements", string.Concat(Enumerable.Repeat("select 1;", 3_600)) },
        { "semicolons", new string(';', Limit) },
        { "a dollar quote that never ends", "select $a$" + new string('$', 32_000) },
        { "quotes", new string('\'', 32_001) },
        { "backslashes", "select E'" + new string('\\', 32_000) },
        { "operator characters", "select 1 " + new string('+', 32_000) + " 1" },
        { "digits", "select " + new string('9', 32_000) + "e" },
    };

    [Theory]
    [MemberData(nameof(Heavy))]
    public void Ends_in_a_verdict_in_time_and_leaves_the_guard_as_it_was(string name, string sql)
    {
        Assert.True(sql.Length <= Limit + 1, name);

        var clock = Stopwatch.StartNew();
        warm.Guard.Check(sql, Policy);
        var elapsed = clock.Elapsed;
        var next = warm.Guard.Check("select 1", Policy);

        Assert.True(elapsed < TimeSpan.FromSeconds(BusyMachine.Factor), $"{name} took {elapsed}");
        Assert.True(next.IsAllowed);
    }

    [Fact]
    public void Large_but_honest_statements_may_run()
    {
        var list = $"select 1 where 1 in ({string.Join(", ", Enumerable.Range(0, 5000))})";
        var conditions = $"select 1 where {string.Join(" or ", Enumerable.Range(0, 2000).Select(i => $"1 = {i}"))}";
        var sum = $"select {string.Join(" + ", Enumerable.Range(0, 400))}";
        var union = string.Join(" union all ", Enumerable.Range(0, 400).Select(i => $"select {i}"));

        Assert.All([list, conditions, sum, union], sql => Assert.Empty(warm.Guard.Check(sql, Policy).Refusals));
    }

    [Theory]
    [InlineData("select 1\0", 8)]
    [InlineData("\0select 1", 0)]
    [InlineData("select '\0'; drop table x", 8)]
    public void A_NUL_would_hide_what_follows_it(string sql, int position)
    {
        var refusal = Assert.Single(warm.Guard.Check(sql, Policy).Refusals);

        Assert.Equal((RefusalCode.NotText, position), (refusal.Code, refusal.Position));
    }

    [Fact]
    public void Half_a_character_is_no_text()
    {
        Assert.Equal((RefusalCode.NotText, 8), Only(warm.Guard.Check("select '\ud800'", Policy)));
        Assert.Equal((RefusalCode.NotText, 9), Only(warm.Guard.Check("select 'é\udc00'", Policy)));
    }

    [Theory]
    [InlineData(@"select E'\xff'")]
    [InlineData(@"select E'\377\376' from t")]
    [InlineData(@"select E'\xc3\x28'")]
    [InlineData(@"select E'\xed\xa0\x80'")]
    public void An_escape_that_makes_no_character_is_refused(string sql) => Assert.NotEmpty(warm.Guard.Check(sql, Policy).Refusals);

    [Theory]
    [InlineData(@"select E'a\x01b\u0007\t'")]
    [InlineData("select 'a\u0001\u007fb\tc' as \"tab\there\"")]
    [InlineData(@"select E'\xc3\xa9'")]
    public void Control_characters_in_strings_are_text(string sql) => Assert.Empty(warm.Guard.Check(sql, Policy).Refusals);

    [Fact]
    public void The_limit_counts_bytes()
    {
        var policy = Policy with { MaxSqlBytes = 20 };

        Assert.True(warm.Guard.Check("select 'éééé'", policy).IsAllowed);
        Assert.Equal((RefusalCode.TooLong, -1), Only(warm.Guard.Check("select 'ééééééé'", policy)));
        Assert.Equal((RefusalCode.TooLong, -1), Only(warm.Guard.Check(new string(' ', 1_000_000), policy)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("-- nothing")]
    public void Nothing_is_empty(string sql) => Assert.Equal((RefusalCode.Empty, -1), Only(warm.Guard.Check(sql, Policy)));

    [Fact]
    public async Task Many_threads_get_the_same_verdicts_as_one()
    {
        string[] texts =
        [
            "select a, b from t where c = 1", "select 1 +", "select pg_sleep(1)", "select * from pg_class", "delete from t",
            "select " + string.Join("+", Enumerable.Repeat("1", 3_000)), "with x as (select 1 as n) select n from x",
        ];
        var expected = texts.Select(text => Summary(warm.Guard.Check(text, Policy))).ToList();

        var threads = Enumerable.Range(0, 100).Select(thread => Task.Factory.StartNew(
            () => Enumerable.Range(0, 20).All(round =>
            {
                var i = (thread + round) % texts.Length;
                return Summary(warm.Guard.Check(texts[i], Policy)) == expected[i];
            }),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        Assert.All(await Task.WhenAll(threads), Assert.True);
    }

    private static string Summary(Verdict verdict) => verdict.Text + string.Join(",", verdict.Refusals);

    private static (RefusalCode Code, int Position) Only(Verdict verdict)
    {
        var refusal = Assert.Single(verdict.Refusals);
        return (refusal.Code, refusal.Position);
    }
}
