using DataAgent.Web.Ui;

namespace DataAgent.Web.Tests.Ui;

public sealed class MarkdownBlocksTests
{
    [Theory]
    [InlineData("![x](https://elsewhere.example/?d=secret)", "<img")]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    [InlineData("[x](javascript:alert(1))", "javascript:")]
    [InlineData("[x](data:text/html,hi)", "data:")]
    [InlineData("```sql\nselect '<b onclick=x>'\n```", "<b ")]
    [InlineData("```<img src=x>\nhi\n```", "<img")]
    public void Text_of_a_model_or_a_row_brings_no_markup_of_its_own(string markdown, string never)
    {
        var html = Html(markdown);

        Assert.DoesNotContain(never, html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_link_opens_elsewhere_and_tells_nothing_of_us()
    {
        var html = Html("[docs](https://example.org)");

        Assert.Contains("rel=\"noopener noreferrer\"", html);
        Assert.Contains("target=\"_blank\"", html);
    }

    [Fact]
    public void Figures_in_tables_keep_their_alignment() => Assert.Contains("text-align: right", Html("| a |\n|--:|\n| 1 |"));

    [Fact]
    public void While_text_grows_finished_blocks_stay_the_same_objects()
    {
        var blocks = new MarkdownBlocks();
        var before = blocks.Render("First.\n\nSec");

        var after = blocks.Render("First.\n\nSecond, and more");

        Assert.Same(before[0].Html, after[0].Html);
        Assert.Equal(before[1].Start, after[1].Start);
        Assert.Contains("Second, and more", after[1].Html);
    }

    [Fact]
    public void An_open_code_fence_already_shows_its_lines() => Assert.Contains("count", Html("```sql\nselect count(*)\nfrom"));

    private static string Html(string markdown) => string.Concat(new MarkdownBlocks().Render(markdown).Select(block => block.Html));
}
