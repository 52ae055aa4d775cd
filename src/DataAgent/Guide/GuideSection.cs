using System.Text.RegularExpressions;

namespace DataAgent.Guide;

/// <summary>What stands under one heading, as words to search.</summary>
/// <param name="Heading">The page's title for what stands above its first other heading.</param>
/// <param name="IsTop">It is the beginning of its page.</param>
public sealed partial record GuideSection(GuidePage Page, string Heading, bool IsTop, string Text)
{
    public static IEnumerable<GuideSection> Of(GuidePage page)
    {
        var (heading, isTop, isCode) = (page.Title, true, false);
        List<string> lines = [];
        foreach (var line in page.Markdown.Split('\n'))
        {
            isCode ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (isCode || !HeadingLine().IsMatch(line))
            {
                lines.Add(line);
                continue;
            }

            if (!line.StartsWith("# ", StringComparison.Ordinal))
            {
                yield return new(page, heading, isTop, Plain(lines));
                (heading, isTop) = (Plain([line.TrimStart('#')]), false);
            }

            lines = [];
        }

        yield return new(page, heading, isTop, Plain(lines));
    }

    /// <summary>Markdown without its signs, on one line.</summary>
    private static string Plain(IEnumerable<string> lines)
    {
        var words = Link().Replace(string.Join(' ', lines.Where(line => !Fence().IsMatch(line))), "$1");
        return Blanks().Replace(Signs().Replace(Emphasis().Replace(words, "$1"), ""), " ").Trim();
    }

    [GeneratedRegex("^#{1,4} ")]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"\*(\S[^*]*?\S|\w)\*")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*```|^\|[-|]+\|$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"[`|]|\*\*")]
    private static partial Regex Signs();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
