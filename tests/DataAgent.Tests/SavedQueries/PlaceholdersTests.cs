using DataAgent.SavedQueries;

namespace DataAgent.Tests.SavedQueries;

public sealed class PlaceholdersTests
{
    private static readonly QueryParameter[] Parameters = [new("a", ParameterType.Integer), new("b_1", ParameterType.Text)];

    [Theory]
    [InlineData("select :a, x::a, y :: a, :b_1", "a b_1")]
    [InlineData("select ':a', \":a\", 'it''s :a', E'\\':a', :a", "a")]
    [InlineData("select 1 -- :a\n + :a /* :a /* :a */ :a */", "a")]
    [InlineData("select $$ :a $$, $t$ :a $$ $t$, x$1, :a", "a")]
    [InlineData("select :ab, :A, :a$, :1, :", "ab")]
    [InlineData("select 'never closed :a", "")]
    public void Are_found_where_PostgreSQL_reads_neither_string_nor_name_nor_comment(string sql, string names)
    {
        Assert.Equal(names, string.Join(' ', Placeholders.Find(sql).Select(p => p.Name)));
    }

    [Fact]
    public void Half_a_character_is_no_text()
    {
        Assert.NotNull(new QueryParameter("a", ParameterType.Text).Problem("x\ud83d"));
        Assert.Null(new QueryParameter("a", ParameterType.Text).Problem("x\ud83d\ude00"));
    }

    [Fact]
    public void Each_text_has_the_same_places_and_positions_lead_back()
    {
        var bound = Placeholders.Bind("select :b_1 || :b_1, :a + nonsense", Parameters, new Dictionary<string, string?> { ["a"] = "7", ["b_1"] = "it's" });

        Assert.Equal("select cast(null/*p3*/ as text) || cast(null/*p3*/ as text), cast(null/*p2*/ as bigint) + nonsense", bound.Judged);
        Assert.Equal("select cast($3 as text) || cast($3 as text), cast($2 as bigint) + nonsense", bound.Sent(bound.Judged));
        Assert.Equal("select cast('it''s' as text) || cast('it''s' as text), cast('7' as bigint) + nonsense", bound.Kept);
        Assert.Equal(bound.Given.IndexOf("nonsense", StringComparison.Ordinal), bound.ToGiven(bound.Judged.IndexOf("nonsense", StringComparison.Ordinal)));
        Assert.Equal(bound.Given.IndexOf(":a", StringComparison.Ordinal), bound.ToGiven(bound.Judged.IndexOf("null/*p2*/", StringComparison.Ordinal)));
        Assert.Equal(-1, bound.ToGiven(-1));
    }
}
