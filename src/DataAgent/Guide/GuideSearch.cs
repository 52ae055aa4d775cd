namespace DataAgent.Guide;

/// <summary>A place that has all words of a search.</summary>
/// <param name="Excerpt">Text around the first word.</param>
public sealed record GuideHit(GuideSection Section, string Excerpt);

/// <summary>Looks for words in headings and text. The guide is small: it is read from end to end each time.</summary>
public static class GuideSearch
{
    private const int MaxHits = 30, MaxWords = 8, Before = 60, Length = 220;

    private static readonly IReadOnlyList<GuideSection> _sections = [.. GuideBook.Pages.SelectMany(GuideSection.Of)];

    public static string[] Words(string query) =>
    [
        .. query.Split([' ', '\t', ',', '"'], StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxWords),
    ];

    /// <summary>Sections with every word, those that have them in their headings first.</summary>
    public static IReadOnlyList<GuideHit> Find(string query)
    {
        var words = Words(query);
        return words.Length == 0
            ? []
            :
            [
                .. _sections.Select(section => (section, score: Score(section, words))).Where(one => one.score > 0)
                    .OrderByDescending(one => one.score).Take(MaxHits)
                    .Select(one => new GuideHit(one.section, Excerpt(one.section.Text, words))),
            ];
    }

    /// <returns>0 when a word is missing.</returns>
    private static int Score(GuideSection section, string[] words)
    {
        var score = 0;
        foreach (var word in words)
        {
            var (inHeading, inTitle, inText) = (Has(section.Heading, word), Has(section.Page.Title, word), Has(section.Text, word));
            if (!inHeading && !inTitle && !inText)
                return 0;
            score += (inHeading ? 8 : 0) + (inTitle ? section.IsTop ? 6 : 2 : 0) + (inText ? 1 : 0);
        }

        return score;
    }

    private static string Excerpt(string text, string[] words)
    {
        var at = words.Select(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase))
            .Where(found => found >= 0).DefaultIfEmpty(0).Min();
        var start = at <= Before ? 0 : text.IndexOf(' ', at - Before) + 1;
        var end = Math.Min(text.Length, start + Length);
        return $"{(start > 0 ? "… " : "")}{text[start..end]}{(end < text.Length ? "…" : "")}";
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
