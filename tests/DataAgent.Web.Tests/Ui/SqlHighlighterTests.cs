using System.Net;
using System.Text.RegularExpressions;
using DataAgent.Web.Ui;

namespace DataAgent.Web.Tests.Ui;

public sealed class SqlHighlighterTests
{
    [Theory]
    [InlineData("select count(*) from orders where name = 'it''s' -- why\n")]
    [InlineData("select '<script>' || $q$ a 'b' $q$ /* open")]
    [InlineData("select \"od\"\"d\", 1.5e3, größe from \"T\"")]
    [InlineData("'")]
    [InlineData("")]
    public void Colour_changes_no_character(string sql)
    {
        var html = SqlHighlighter.ToHtml(sql);

        Assert.Equal(sql, WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]+>", "")));
    }

    [Fact]
    public void A_keyword_in_a_text_is_a_text() => Assert.Equal("<span class=\"sql-text\">&#39;select&#39;</span>", SqlHighlighter.ToHtml("'select'"));
}
