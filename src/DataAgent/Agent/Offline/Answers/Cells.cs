using System.Globalization;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>Cells of a result as they are written in a sentence.</summary>
internal static class Cells
{
    /// <summary>From here on figures are hard to read without a mark between the thousands; below they may be years.</summary>
    private const int DigitsToGroup = 5;

    public static string Label(string cell) => ToolTable.IsNull(cell) ? "(none)" : cell;

    /// <summary>The first day of a month, quarter or year stands for the whole of it: "November 2025", "Q4 2025".</summary>
    public static string Label(string cell, string? grain) =>
        !DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Label(cell) : grain switch
        {
            "month" => day.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
            "quarter" => $"Q{(day.Month + 2) / 3} {day.Year}",
            "year" => $"{day.Year}",
            _ => cell,
        };

    public static decimal? NumberOf(string cell) =>
        decimal.TryParse(cell, NumberStyles.Any, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Thousands apart in a column where a figure reaches 10,000; every digit kept.</summary>
    public static string Show(ToolTable table, IReadOnlyList<string> row, int at)
    {
        var cell = row[at];
        if (ToolTable.IsNull(cell)) return "(none)";
        var isGrouped = table.Rows.Any(r => at < r.Count && IsFigure(r[at]) && WholeDigits(r[at]).Length >= DigitsToGroup);
        if (!IsFigure(cell) || !isGrouped) return cell;
        var digits = WholeDigits(cell);
        var grouped = decimal.TryParse(digits, out var whole) ? whole.ToString("N0", CultureInfo.InvariantCulture) : digits;
        return $"{(cell[0] == '-' ? "-" : "")}{grouped}{(cell.Contains('.') ? cell[cell.IndexOf('.')..] : "")}";
    }

    private static bool IsFigure(string cell) => cell.Length > 0 && cell.All(c => char.IsAsciiDigit(c) || c is '.' or '-');

    private static string WholeDigits(string cell) => cell.TrimStart('-').Split('.')[0];
}
