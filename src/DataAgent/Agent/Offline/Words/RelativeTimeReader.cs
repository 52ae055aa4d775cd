namespace DataAgent.Agent.Offline.Words;

/// <summary>Reads spans that count from today: "yesterday", "last 30 days", "this year", "previous quarter".</summary>
internal sealed class RelativeTimeReader(DateOnly today)
{
    /// <summary>More than that is not a number of days or months but something else.</summary>
    private const int MostUnits = 10_000;

    private DateOnly Week => today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
    private DateOnly Month => new(today.Year, today.Month, 1);
    private DateOnly Quarter => new(today.Year, (today.Month - 1) / 3 * 3 + 1, 1);
    private DateOnly Year => new(today.Year, 1, 1);

    public TimeRead? Read(IReadOnlyList<Token> tokens, int at) => tokens[at].Lower switch
    {
        "today" => new(Calendar.Day(today) with { IsRelative = true, Text = "today" }, 1),
        "yesterday" => new(Calendar.Day(today.AddDays(-1)) with { IsRelative = true, Text = "yesterday" }, 1),
        "last" or "past" or "previous" => Spans(tokens, at, isLast: true),
        "this" or "current" => Spans(tokens, at, isLast: false),
        _ => null,
    };

    private TimeRead? Spans(IReadOnlyList<Token> tokens, int at, bool isLast)
    {
        if (at + 1 >= tokens.Count) return null;
        var number = tokens[at + 1].Number;
        var count = number is > 0 and < MostUnits ? (int)number : 1;
        var end = number is null ? at + 1 : at + 2;
        if (end >= tokens.Count || count > 1 && !isLast) return null;

        var unit = Stems.Singular(tokens[end].Lower);
        var isRolling = number is not null || tokens[at].Lower is "past";
        if ((isRolling ? Rolling(unit, count) : Whole(unit, isLast)) is not var (from, to)) return null;
        var words = Token.Join(tokens, at, end - at + 1).ToLowerInvariant();
        return new(new(from, to, $"{words} (from {from:yyyy-MM-dd} to {to.AddDays(-1):yyyy-MM-dd})", IsRelative: true), end - at + 1);
    }

    /// <summary>"last 3 months", "past month": up to today.</summary>
    private (DateOnly From, DateOnly To)? Rolling(string unit, int count)
    {
        DateOnly? from = unit switch
        {
            "day" => today.AddDays(-count),
            "week" => today.AddDays(-7 * count),
            "month" => today.AddMonths(-count),
            "quarter" => today.AddMonths(-3 * count),
            "year" => today.AddYears(-count),
            _ => null,
        };
        return from is { } first ? (first, today.AddDays(1)) : null;
    }

    /// <summary>"last month", "this year": as the calendar has it.</summary>
    private (DateOnly From, DateOnly To)? Whole(string unit, bool isLast) => (unit, isLast) switch
    {
        ("week", true) => (Week.AddDays(-7), Week),
        ("week", false) => (Week, Week.AddDays(7)),
        ("month", true) => (Month.AddMonths(-1), Month),
        ("month", false) => (Month, Month.AddMonths(1)),
        ("quarter", true) => (Quarter.AddMonths(-3), Quarter),
        ("quarter", false) => (Quarter, Quarter.AddMonths(3)),
        ("year", true) => (Year.AddYears(-1), Year),
        ("year", false) => (Year, Year.AddYears(1)),
        _ => null,
    };
}
