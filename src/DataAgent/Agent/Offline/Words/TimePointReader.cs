using System.Globalization;

namespace DataAgent.Agent.Offline.Words;

/// <summary>Reads one day, month, quarter or year, or a span that counts from today.</summary>
internal sealed class TimePointReader(DateOnly today)
{
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy"];

    private readonly RelativeTimeReader _relative = new(today);

    /// <param name="isAfterPreposition">"in may" is a month, "may" alone is not.</param>
    public TimeRead? Read(IReadOnlyList<Token> tokens, int at, bool isAfterPreposition)
    {
        if (at >= tokens.Count || tokens[at].Quoted && !char.IsDigit(tokens[at].Text[0])) return null;
        return Written(tokens[at].Lower)
            ?? Quarter(tokens, at)
            ?? (IsMonth(tokens[at], isAfterPreposition) ? Month(tokens, at) : null)
            ?? DayBeforeMonth(tokens, at)
            ?? Year(tokens, at, isAfterPreposition)
            ?? _relative.Read(tokens, at);
    }

    /// <summary>2024-03-31, 31.3.2024, 2024-03.</summary>
    private static TimeRead? Written(string word)
    {
        var (culture, style) = (CultureInfo.InvariantCulture, DateTimeStyles.None);
        if (DateOnly.TryParseExact(word, Days, culture, style, out var day)) return new(Calendar.Day(day), 1);
        return DateOnly.TryParseExact(word, "yyyy-MM", culture, style, out var month)
            ? new(Calendar.Month(month.Year, month.Month), 1)
            : null;
    }

    /// <summary>"Q2 2024"; "Q2" is of this year.</summary>
    private TimeRead? Quarter(IReadOnlyList<Token> tokens, int at)
    {
        if (tokens[at].Lower is not ['q', >= '1' and <= '4' and var digit]) return null;
        var quarter = digit - '0';
        return Calendar.YearOf(tokens, at + 1) is { } year
            ? new(Calendar.Quarter(year, quarter), 2)
            : new(Calendar.Quarter(today.Year, quarter) with { IsRelative = true }, 1);
    }

    private static bool IsMonth(Token token, bool isAfterPreposition)
    {
        if (Calendar.MonthOf(token.Lower) == 0) return false;
        var isVerbToo = token.Lower is "may" or "march";
        return token.IsCapital || token.Lower.Length > 3 && (!isVerbToo || isAfterPreposition);
    }

    /// <summary>"March 2024", "March of 2024", "March 5 2024"; "March" is of this year.</summary>
    private TimeRead? Month(IReadOnlyList<Token> tokens, int at)
    {
        var month = Calendar.MonthOf(tokens[at].Lower);
        var skip = at + 1 < tokens.Count && tokens[at + 1].Lower is "of" or "in" ? 1 : 0;
        if (Calendar.YearOf(tokens, at + 1 + skip) is { } year) return new(Calendar.Month(year, month), 2 + skip);
        if (Calendar.Date(Calendar.YearOf(tokens, at + 2), month, Calendar.DayOf(tokens, at + 1)) is { } day)
            return new(Calendar.Day(day), 3);
        return new(Calendar.Month(today.Year, month) with { IsRelative = true }, 1);
    }

    /// <summary>"5 March 2024", "5th March 2024".</summary>
    private static TimeRead? DayBeforeMonth(IReadOnlyList<Token> tokens, int at)
    {
        var month = at + 1 < tokens.Count ? Calendar.MonthOf(tokens[at + 1].Lower) : 0;
        return Calendar.Date(Calendar.YearOf(tokens, at + 2), month, Calendar.DayOf(tokens, at)) is { } day
            ? new(Calendar.Day(day), 3)
            : null;
    }

    /// <summary>A number of four digits is a year after "in", at the end, or when it is of our times.</summary>
    private static TimeRead? Year(IReadOnlyList<Token> tokens, int at, bool isAfterPreposition) =>
        Calendar.YearOf(tokens, at) is { } year && (isAfterPreposition || at == tokens.Count - 1 || year is >= 1990 and < 2050)
            ? new(Calendar.Year(year), 1)
            : null;
}
