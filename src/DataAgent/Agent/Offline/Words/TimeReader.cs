using DataAgent.Agent.Offline.Marks;

namespace DataAgent.Agent.Offline.Words;

/// <summary>A span of time and how many words say it.</summary>
internal sealed record TimeRead(TimeSpanOf Span, int Length);

/// <summary>Reads spans of time: "in March 2024", "Q2 2024", "since 2023", "last 30 days", "between 2023-01-01 and 2023-06-30".</summary>
internal sealed class TimeReader(DateOnly today)
{
    private readonly TimePointReader _points = new(today);

    /// <summary>The span that begins at a token; <c>null</c> when none begins there.</summary>
    public TimeRead? Read(IReadOnlyList<Token> tokens, int at)
    {
        var word = tokens[at].Lower;
        if (IsBound(word)) return Bounded(tokens, at, word);
        if (word is not ("in" or "during" or "for" or "on" or "of" or "within")) return _points.Read(tokens, at, isAfterPreposition: false);
        var start = SkipThe(tokens, at + 1);
        return _points.Read(tokens, start, isAfterPreposition: true) is var (span, length) ? new(span, start - at + length) : null;
    }

    private static bool IsBound(string word) => word is
        "since" or "after" or "before" or "until" or "till" or "from" or "starting" or "between" or "later" or "earlier" or "by" or "newer"
        or "older" or "over" or "prior";

    private TimeRead? Bounded(IReadOnlyList<Token> tokens, int at, string word)
    {
        var start = at + 1;
        if (start < tokens.Count && tokens[start].Lower is "than" or "from" or "to" or "in" or "on") start++;
        start = SkipThe(tokens, start);

        // "over the last 30 days" is a time, "over 2000" is a number.
        if (word is "over" && !(start < tokens.Count && tokens[start].Lower is "last" or "past")) return null;
        if (_points.Read(tokens, start, isAfterPreposition: true) is not var (first, length)) return null;
        if (word is "between" or "from" && UpTo(tokens, start, first, length) is { } both)
            return both with { Length = both.Length + start - at };
        return Open(word, first) is { } span ? new(span, start + length - at) : null;
    }

    /// <summary>The second time of "between … and …", "from … to …"; its length counts from the first.</summary>
    private TimeRead? UpTo(IReadOnlyList<Token> tokens, int start, TimeSpanOf first, int length)
    {
        var end = start + length;
        if (end + 1 >= tokens.Count || tokens[end].Lower is not ("and" or "to" or "until" or "till" or "through")) return null;
        if (_points.Read(tokens, end + 1, isAfterPreposition: true) is not var (last, more)) return null;
        if (LacksYear(first, last) && tokens[start].Number is null && length == 1)
            first = _points.Read([tokens[start], .. tokens.Skip(end + more).Take(1)], 0, isAfterPreposition: true)?.Span ?? first;
        return new(new(first.From, last.To, $"from {first.Text} to {last.Text}", first.IsRelative), length + 1 + more);
    }

    /// <summary>"from March to May 2023": March is of 2023, too.</summary>
    private bool LacksYear(TimeSpanOf first, TimeSpanOf last) =>
        first.From?.Year == today.Year && last.From is { } from && from.Year != today.Year;

    private static TimeSpanOf? Open(string word, TimeSpanOf point) => word switch
    {
        "since" or "from" or "starting" => point with { To = null, Text = $"since {point.Text}" },
        "after" or "later" or "newer" => point with { From = point.To, To = null, Text = $"after {point.Text}" },
        "before" or "earlier" or "older" or "prior" => point with { From = null, To = point.From, Text = $"before {point.Text}" },
        "until" or "till" => point with { From = null, Text = $"until {point.Text}" },
        "over" => point,
        _ => null,
    };

    private static int SkipThe(IReadOnlyList<Token> tokens, int at) =>
        at < tokens.Count && tokens[at].Lower is "the" or "year" or "month" ? at + 1 : at;
}
