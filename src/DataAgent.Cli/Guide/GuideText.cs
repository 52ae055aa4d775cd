using System.Text;
using System.Text.RegularExpressions;

namespace DataAgent.Cli.Guide;

/// <summary>A page as text for a terminal: Markdown reads well as it is, but for addresses of links and fences of code.</summary>
internal static partial class GuideText
{
    public static string Of(string markdown)
    {
        var text = new StringBuilder(markdown.Length);
        var isCode = false;
        foreach (var line in markdown.TrimEnd('\n').Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else
                text.Append(isCode ? $"    {line}".TrimEnd() : Link().Replace(line, "$1")).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex(@"!?\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
