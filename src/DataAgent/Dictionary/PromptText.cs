using System.Globalization;
using System.Text;

namespace DataAgent.Dictionary;

/// <summary>Foreign text made fit for a prompt: data on one line and in one cell, that cannot become a heading, a row or a fence.</summary>
internal static class PromptText
{
    /// <summary>Control and format characters (also those that turn the direction of writing), line and paragraph separators.</summary>
    public static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;

    public static string Cell(string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var line = new StringBuilder();
        foreach (var c in text)
        {
            var isSpace = char.IsWhiteSpace(c) || char.IsControl(c);
            if (isSpace && line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
            else if (!isSpace && !IsInvisible(c))
                line.Append(c == '`' ? '\'' : c);
            if (line.Length > maxLength)
                break;
        }

        var cut = line.ToString().TrimEnd();
        if (cut.Length > maxLength)
            cut = string.Concat(cut.AsSpan(0, char.IsHighSurrogate(cut[maxLength - 2]) ? maxLength - 2 : maxLength - 1), "…");
        return cut.Replace("|", "\\|", StringComparison.Ordinal);
    }
}
