using System.Globalization;
using DataAgent.Agent.Offline.Marks;

namespace DataAgent.Agent.Offline.Words;

/// <summary>Days, months, quarters and years as spans, and the words that say them.</summary>
internal static class Calendar
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    public static TimeSpanOf Day(DateOnly day) => new(day, day.AddDays(1), $"{day:yyyy-MM-dd}");

    public static TimeSpanOf Month(int year, int month)
    {
        var (first, name) = (new DateOnly(year, month, 1), Months[month - 1]);
        return new(first, first.AddMonths(1), $"{char.ToUpperInvariant(name[0])}{name[1..]} {year}");
    }

    public static TimeSpanOf Quarter(int year, int quarter)
    {
        var first = new DateOnly(year, quarter * 3 - 2, 1);
        return new(first, first.AddMonths(3), $"Q{quarter} {year}");
    }

    public static TimeSpanOf Year(int year) => new(new(year, 1, 1), new(year + 1, 1, 1), $"{year}");

    /// <summary><c>null</c> when a part is missing or there is no such day.</summary>
    public static DateOnly? Date(int? year, int month, int? day) =>
        year is { } y && month > 0 && day is { } d && d <= DateTime.DaysInMonth(y, month) ? new DateOnly(y, month, d) : null;

    /// <summary>1 to 12 for a month or its usual short form, else 0.</summary>
    public static int MonthOf(string word) =>
        1 + Array.FindIndex(Months, m => m == word || word.Length is 3 or 4 && m.StartsWith(word, StringComparison.Ordinal));

    public static int? YearOf(IReadOnlyList<Token> tokens, int at) =>
        at < tokens.Count
        && tokens[at] is { Text.Length: 4, Number: >= 1900 and <= 2100 and var year } token
        && token.Text.All(char.IsAsciiDigit)
            ? (int)year
            : null;

    /// <summary>"5", "5th".</summary>
    public static int? DayOf(IReadOnlyList<Token> tokens, int at)
    {
        if (at >= tokens.Count) return null;
        var word = tokens[at].Lower;
        var digits = word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" ? word[..^2] : word;
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var day) && day is > 0 and < 32 ? day : null;
    }
}
