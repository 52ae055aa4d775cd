using System.Globalization;

namespace DataAgent.Agent.Offline;

/// <summary>Reads spans of time: "in March 2024", "Q2 2024", "since 2023", "last 30 days", "between 2023-01-01 and 2023-06-30".</summary>
internal sealed class TimeReader(DateOnly today)
{
    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>The span that begins at a token and how many tokens it takes; <c>null</c> when none begins there.</summary>
    public (TimeSpanOf Span, int Length)? Read(IReadOnlyList<Token> tokens, int at)
    {
        var word = tokens[at].Lower;
        if (word is "since" or "after" or "before" or "until" or "till" or "from" or "starting" or "between" or "later" or "earlier" or "by" or "newer" or "older" or "over" or "prior")
            return Bounded(tokens, at, word);
        if (word is "in" or "during" or "for" or "on" or "of" or "within")
            return Point(tokens, SkipThe(tokens, at + 1), isAfterPreposition: true) is var (span, length) && span is not null ? (span, SkipThe(tokens, at + 1) - at + length) : null;
        return Point(tokens, at, isAfterPreposition: false);
    }

    private (TimeSpanOf, int)? Bounded(IReadOnlyList<Token> tokens, int at, string word)
    {
        var start = at + 1;
        if (start < tokens.Count && tokens[start].Lower is "than" or "from" or "to" or "in" or "on") start++;
        start = SkipThe(tokens, start);
        if (word is "over" && !(start < tokens.Count && tokens[start].Lower is "last" or "past")) return null;
        if (Point(tokens, start, isAfterPreposition: true) is not var (first, length) || first is null) return null;
        var end = start + length;
        if (word is "between" or "from" && end + 1 < tokens.Count && tokens[end].Lower is "and" or "to" or "until" or "till" or "through"
            && Point(tokens, end + 1, isAfterPreposition: true) is var (last, more) && last is not null)
        {
            if (first.From is { } f && last.From is { } l && f.Year == today.Year && l.Year != f.Year && tokens[start].Number is null && length == 1) first = Point([.. tokens.Skip(start).Take(1), .. tokens.Skip(end + more).Take(1)], 0, true)?.Span ?? first;
            return (new(first.From, last.To, $"from {first.Text} to {last.Text}", first.IsRelative), end + 1 + more - at);
        }

        return word switch
        {
            "since" or "from" or "starting" => (new(first.From, null, $"since {first.Text}", first.IsRelative), end - at),
            "after" or "later" or "newer" => (new(first.To, null, $"after {first.Text}", first.IsRelative), end - at),
            "before" or "earlier" or "older" or "prior" => (new(null, first.From, $"before {first.Text}", first.IsRelative), end - at),
            "until" or "till" => (new(null, first.To, $"until {first.Text}", first.IsRelative), end - at),
            "over" => (first, end - at),
            _ => null,
        };
    }

    private (TimeSpanOf Span, int Length)? Point(IReadOnlyList<Token> tokens, int at, bool isAfterPreposition)
    {
        if (at >= tokens.Count || tokens[at].Quoted && !char.IsDigit(tokens[at].Text[0])) return null;
        var word = tokens[at].Lower;
        var next = at + 1 < tokens.Count ? tokens[at + 1] : null;
        if (DateOnly.TryParseExact(word, ["yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return (Day(day), 1);
        if (DateOnly.TryParseExact(word, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var ym)) return (Month(ym.Year, ym.Month), 1);
        if (word.Length == 2 && word[0] == 'q' && word[1] is >= '1' and <= '4')
            return YearOf(next) is { } qy ? (Quarter(qy, word[1] - '0'), 2) : (Quarter(today.Year, word[1] - '0') with { IsRelative = true }, 1);
        var month = MonthOf(word);
        if (month > 0 && (word.Length > 3 || tokens[at].IsCapital) && (word is not ("may" or "march") || tokens[at].IsCapital || isAfterPreposition))
        {
            var skip = next?.Lower is "of" or "in" ? 1 : 0;
            if (YearOf(at + 1 + skip < tokens.Count ? tokens[at + 1 + skip] : null) is { } y) return (Month(y, month), 2 + skip);
            if (DayOf(next) is { } d && YearOf(at + 2 < tokens.Count ? tokens[at + 2] : null) is { } dy && d <= DateTime.DaysInMonth(dy, month)) return (Day(new(dy, month, d)), 3);
            return (Month(today.Year, month) with { IsRelative = true }, 1);
        }

        if (DayOf(tokens[at]) is { } dd && next is not null && MonthOf(next.Lower) is var dm and > 0 && YearOf(at + 2 < tokens.Count ? tokens[at + 2] : null) is { } dmy && dd <= DateTime.DaysInMonth(dmy, dm))
            return (Day(new(dmy, dm, dd)), 3);
        if (YearOf(tokens[at]) is { } year && (isAfterPreposition || at == tokens.Count - 1 || year is >= 1990 and < 2050)) return (Year(year), 1);
        return word switch
        {
            "today" => (Day(today) with { IsRelative = true, Text = "today" }, 1),
            "yesterday" => (Day(today.AddDays(-1)) with { IsRelative = true, Text = "yesterday" }, 1),
            "last" or "past" or "previous" or "this" or "current" when next is not null => Relative(tokens, at, word),
            _ => null,
        };
    }

    private (TimeSpanOf, int)? Relative(IReadOnlyList<Token> tokens, int at, string word)
    {
        var isLast = word is "last" or "past" or "previous";
        var count = tokens[at + 1].Number is { } n && n is > 0 and < 10_000 ? (int)n : 1;
        var unitAt = tokens[at + 1].Number is null ? at + 1 : at + 2;
        if (unitAt >= tokens.Count || (count > 1 && !isLast)) return null;
        var text = string.Join(' ', tokens.Skip(at).Take(unitAt - at + 1).Select(t => t.Lower));
        var hasCount = unitAt > at + 1 || word is "past";
        var monthStart = new DateOnly(today.Year, today.Month, 1);
        var week = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        (DateOnly From, DateOnly To)? span = (Stems.Singular(tokens[unitAt].Lower), hasCount, isLast) switch
        {
            ("day", true, _) => (today.AddDays(-count), today.AddDays(1)),
            ("week", true, _) => (today.AddDays(-7 * count), today.AddDays(1)),
            ("month", true, _) => (today.AddMonths(-count), today.AddDays(1)),
            ("quarter", true, _) => (today.AddMonths(-3 * count), today.AddDays(1)),
            ("year", true, _) => (today.AddYears(-count), today.AddDays(1)),
            ("week", _, true) => (week.AddDays(-7), week),
            ("month", _, true) => (monthStart.AddMonths(-1), monthStart),
            ("year", _, true) => (new(today.Year - 1, 1, 1), new(today.Year, 1, 1)),
            ("quarter", _, true) => (QuarterStart.AddMonths(-3), QuarterStart),
            ("week", _, false) => (week, week.AddDays(7)),
            ("month", _, false) => (monthStart, monthStart.AddMonths(1)),
            ("year", _, false) => (new(today.Year, 1, 1), new(today.Year + 1, 1, 1)),
            ("quarter", _, false) => (QuarterStart, QuarterStart.AddMonths(3)),
            _ => null,
        };
        return span is { } s ? (new(s.From, s.To, $"{text} (from {s.From:yyyy-MM-dd} to {s.To.AddDays(-1):yyyy-MM-dd})", true), unitAt - at + 1) : null;
    }

    private DateOnly QuarterStart => new(today.Year, (today.Month - 1) / 3 * 3 + 1, 1);

    private static int SkipThe(IReadOnlyList<Token> tokens, int at) => at < tokens.Count && tokens[at].Lower is "the" or "year" or "month" ? at + 1 : at;

    private static int MonthOf(string word) =>
        Array.FindIndex(Months, m => m == word || (word.Length is 3 or 4 && m.StartsWith(word, StringComparison.Ordinal) && word is not ("mar" or "sept"))) + 1 is var i and > 0 ? i : word is "mar" ? 3 : word is "sept" ? 9 : 0;

    private static int? YearOf(Token? token) => token is { Text.Length: 4, Number: >= 1900 and <= 2100 } && token.Text.All(char.IsAsciiDigit) ? (int)token.Number : null;

    private static int? DayOf(Token? token)
    {
        var digits = token?.Lower is { } t ? t.EndsWith("st") || t.EndsWith("nd") || t.EndsWith("rd") || t.EndsWith("th") ? t[..^2] : t : "";
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var d) && d is > 0 and < 32 ? d : null;
    }

    private static TimeSpanOf Day(DateOnly d) => new(d, d.AddDays(1), $"{d:yyyy-MM-dd}");
    private static TimeSpanOf Month(int y, int m) => new(new(y, m, 1), new DateOnly(y, m, 1).AddMonths(1), $"{char.ToUpperInvariant(Months[m - 1][0])}{Months[m - 1][1..]} {y}");
    private static TimeSpanOf Quarter(int y, int q) => new(new(y, q * 3 - 2, 1), new DateOnly(y, q * 3 - 2, 1).AddMonths(3), $"Q{q} {y}");
    private static TimeSpanOf Year(int y) => new(new(y, 1, 1), new(y + 1, 1, 1), $"{y}");
}
