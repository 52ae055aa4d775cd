using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Tests.Parsing;

public sealed class CommentsTests(WarmGuard warm)
{
    [Theory]
    [InlineData("select 1 -- one", "select 1       ")]
    [InlineData("select /* a /* b */ c */ 1", "select                   1")]
    [InlineData("select '--', \"/*\", 1 -- x\n+ 2", "select '--', \"/*\", 1     \n+ 2")]
    [InlineData("select E'\\'--', $$ -- $$, $a$ $$ /* $a$ /*x*/", "select E'\\'--', $$ -- $$, $a$ $$ /* $a$      ")]
    [InlineData("select a$b$ -- $b$", "select a$b$       ")]
    [InlineData("select 1 /* open", "select 1 /* open")]
    public void Comments_become_blanks_and_nothing_else_does(string sql, string expected) => Assert.Equal(expected, Comments.BlankOut(sql));

    [Theory]
    [InlineData("select id from orders where id not /* these */ in (1, 2)")]
    [InlineData("select id from orders order by total desc nulls -- last\nlast")]
    [InlineData("select n from unnest(array[1]) with /*x*/ ordinality t(v, n)")]
    public void A_comment_between_two_words_of_one_operator_is_no_error(string sql)
    {
        var verdict = warm.Guard.Check(sql, Shop.OpenWorld);

        Assert.Empty(verdict.Refusals);
        Assert.DoesNotContain("/*", verdict.Text);
        Assert.DoesNotContain("--", verdict.Text);
        Assert.Equal(sql.Length, verdict.Text.Length);
    }

    [Fact]
    public void A_comment_that_does_not_stand_in_the_way_is_kept() =>
        Assert.Equal("select 1 -- one", warm.Guard.Check("select 1 -- one", Shop.OpenWorld).Text);

    [Fact]
    public void An_error_keeps_its_place()
    {
        var refusal = Assert.Single(warm.Guard.Check("select /* here */ from where", Shop.OpenWorld).Refusals);

        Assert.Equal((RefusalCode.SyntaxError, 23), (refusal.Code, refusal.Position));
    }
}
