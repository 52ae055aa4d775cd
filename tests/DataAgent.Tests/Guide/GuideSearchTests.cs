using DataAgent.Guide;

namespace DataAgent.Tests.Guide;

public sealed class GuideSearchTests
{
    [Fact]
    public void A_heading_with_the_words_comes_before_text_with_them()
    {
        var hits = GuideSearch.Find("backup");

        Assert.Equal(("operations", "Backup"), (hits[0].Section.Page.Name, hits[0].Section.Heading));
        Assert.True(hits.Count > 1, "Other places speak of it, too.");
    }

    [Fact]
    public void Every_word_must_be_there_in_any_order_and_case()
    {
        Assert.Equal("Rotating keys", GuideSearch.Find("KEYS rotating")[0].Section.Heading);
        Assert.Empty(GuideSearch.Find("keys zebra"));
        Assert.Empty(GuideSearch.Find("  "));
    }

    [Fact]
    public void A_page_is_found_by_its_title_before_its_sections()
    {
        var hit = GuideSearch.Find("saved queries")[0];

        Assert.True(hit.Section.IsTop);
        Assert.Equal("saved-queries", hit.Section.Page.Name);
    }

    [Fact]
    public void An_excerpt_is_text_without_signs_around_the_first_word()
    {
        var hit = GuideSearch.Find("Patience Queries")[0];

        Assert.Contains("Queries:", hit.Excerpt, StringComparison.Ordinal);
        Assert.DoesNotContain('`', hit.Excerpt);
        Assert.DoesNotContain('|', hit.Excerpt);
        Assert.True(hit.Excerpt.Length < 240);
    }

    [Fact]
    public void Sections_are_the_whole_page()
    {
        const string Text =
            "# Made up\n\nFirst *words*.\n\n## A [link](x.md)\n\n```sh\n# no heading\nselect * from t\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        var page = new GuidePage("made-up", "Made up", "", Text);

        var sections = GuideSection.Of(page).Select(section => (section.Heading, section.IsTop, section.Text));

        Assert.Equal([("Made up", true, "First words."), ("A link", false, "# no heading select * from t a b 1 2")], sections);
    }
}
