using System.Text.RegularExpressions;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>What the tool said about a query, read back from its text.</summary>
/// <param name="Rows">The first rows, as text; perhaps fewer than <paramref name="RowCount"/>.</param>
internal sealed partial record ToolTable(
    Guid? ResultId, long? RowCount, bool Truncated, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Text)
{
    /// <summary>No result came about: refused, failed or not allowed; <see cref="Text"/> says why.</summary>
    public bool IsError => ResultId is null;

    /// <summary>The first Markdown table of the text is the result; what follows are figures over its columns.</summary>
    public static ToolTable Read(string text)
    {
        var columns = new List<string>();
        var rows = new List<IReadOnlyList<string>>();
        foreach (var line in Lines(text))
        {
            var cells = Bar().Split(line).Select(Cell).ToList();
            if (columns.Count == 0) columns = cells;
            else if (rows.Count == 0 && cells.All(c => c.Length > 2 && c.All(ch => ch is '-' or ':'))) continue;
            else if (cells.Count == columns.Count) rows.Add(cells);
        }

        return new(
            Guid.TryParse(Field(text, "result_id"), out var id) ? id : null,
            long.TryParse(Field(text, "row_count"), out var count) ? count : null,
            Field(text, "truncated").ToLowerInvariant() is "true" or "yes",
            columns, rows, text);
    }

    public static bool IsNull(string cell) => cell is "" or "NULL" or "null" or "∅";

    private static IEnumerable<string> Lines(string text)
    {
        var lines = text.Split('\n').Select(l => l.Trim()).SkipWhile(l => l.Length == 0 || l[0] != '|');
        return lines.TakeWhile(l => l.Length > 2 && l[0] == '|' && l[^1] == '|').Select(l => l[1..^1]);
    }

    private static string Cell(string cell) => cell.Trim() switch { "''" => "", var c => c.Replace("\\|", "|", StringComparison.Ordinal) };

    private static string Field(string text, string name)
    {
        var line = text.Split('\n').FirstOrDefault(l => l.TrimStart().StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line is null ? "" : line[(line.IndexOf(':') + 1)..].Trim().Split(' ')[0].TrimEnd('.', ',');
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
