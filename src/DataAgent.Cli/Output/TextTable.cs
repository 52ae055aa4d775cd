using System.Globalization;
using System.Text;

namespace DataAgent.Cli.Output;

/// <summary>An aligned table in plain text. Null is shown as ∅, so that it differs from an empty text.</summary>
internal static class TextTable
{
    private const int WidestCell = 60;

    /// <param name="alignRight">By column: numbers stand to the right.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> headings, IReadOnlyList<string?[]> rows, IReadOnlyList<bool> alignRight)
    {
        var cells = rows.Select(row => row.Select(Shown).ToArray()).ToList();
        var widths = headings.Select((heading, i) => cells.Select(row => Width(row[i])).Append(Width(heading)).Max()).ToArray();
        output.WriteLine(Line([.. headings], widths, alignRight));
        output.WriteLine(string.Join("  ", widths.Select(w => new string('─', w))));
        foreach (var row in cells)
            output.WriteLine(Line(row, widths, alignRight));
    }

    private static string Line(string[] row, int[] widths, IReadOnlyList<bool> alignRight) =>
        string.Join("  ", row.Select((cell, i) => Padded(cell, widths[i], alignRight[i]))).TrimEnd();

    private static string Padded(string cell, int width, bool right)
    {
        var space = new string(' ', Math.Max(0, width - Width(cell)));
        return right ? space + cell : cell + space;
    }

    // Line breaks and escape codes would break the table, or the terminal.
    private static string Shown(string? cell)
    {
        if (cell is null)
            return "∅";
        var text = new StringBuilder(Math.Min(cell.Length, WidestCell));
        foreach (var rune in cell.EnumerateRunes())
        {
            if (text.Length >= WidestCell)
                return text.Append('…').ToString();
            text.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "·" : rune.ToString());
        }

        return text.ToString();
    }

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
