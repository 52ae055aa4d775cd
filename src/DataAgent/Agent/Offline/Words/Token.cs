namespace DataAgent.Agent.Offline.Words;

/// <param name="Quoted">The asker put it in quotes: it is a value, whatever it looks like.</param>
/// <param name="Number">Its value when it is a number; "10k" is 10000.</param>
internal sealed record Token(string Text, bool Quoted, decimal? Number)
{
    public string Lower { get; } = Text.ToLowerInvariant();
    public bool IsCapital => char.IsUpper(Text[0]);

    /// <summary>The text of some tokens.</summary>
    public static string Join(IReadOnlyList<Token> tokens, int at, int length) =>
        string.Join(' ', tokens.Skip(at).Take(length).Select(t => t.Text));

    /// <summary>The words, numbers and signs of a question, without punctuation.</summary>
    public static IReadOnlyList<Token> Read(string question)
    {
        var tokens = new List<Token>();
        var text = question.Replace('’', '\'').Replace('‘', '\'').Replace('“', '"').Replace('”', '"').Replace('–', '-');
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is '"' or '\'' && ClosingQuote(text, i) is var close and > 0)
            {
                tokens.Add(new(text[(i + 1)..close], true, null));
                i = close + 1;
            }
            else if (text[i] is '<' or '>' or '=' or '!' or '%')
            {
                var sign = i + 1 < text.Length && text[i + 1] is '=' or '>' ? text.Substring(i, 2) : text[i].ToString();
                if (sign is not "!") tokens.Add(new(sign, false, null));
                i += sign.Length;
            }
            else if (IsWordChar(text[i]))
            {
                var start = i;
                while (i < text.Length && (IsWordChar(text[i]) || IsInner(text, i))) i++;
                Add(tokens, text[start..i]);
            }
            else i++;
        }

        return tokens;
    }

    /// <summary>Where the quote that opens here closes; a quote inside a word is an apostrophe.</summary>
    private static int ClosingQuote(string text, int open)
    {
        if (open > 0 && (IsWordChar(text[open - 1]) || open + 1 >= text.Length)) return -1;
        var close = text.IndexOf(text[open], open + 1);
        while (text[open] == '\'' && close > 0 && close + 1 < text.Length && char.IsLetter(text[close + 1]))
            close = text.IndexOf('\'', close + 1);
        return close > open + 1 ? close : -1;
    }

    private static bool IsWordChar(char c) => char.IsLetterOrDigit(c) || c is '_' or '#';

    /// <summary>Signs that hold a word together when letters stand on both sides: Sci-Fi, AC/DC, R&amp;B, 1,000, 3.5, O'Brien.</summary>
    private static bool IsInner(string text, int i)
    {
        if (i == 0 || i + 1 >= text.Length || text[i] is not ('-' or '/' or '&' or '.' or ',' or '\'' or '@')) return false;
        var (before, after) = (text[i - 1], text[i + 1]);
        return IsWordChar(before) && IsWordChar(after) && (text[i] is not ',' || char.IsDigit(before) && char.IsDigit(after));
    }

    private static void Add(List<Token> tokens, string word)
    {
        if (word.EndsWith("'s", StringComparison.OrdinalIgnoreCase)) word = word[..^2];
        if (word.EndsWith("n't", StringComparison.OrdinalIgnoreCase))
        {
            tokens.Add(new(word[..^3].Length > 1 ? word[..^3] : word, false, null));
            tokens.Add(new("not", false, null));
            return;
        }

        // "month-over-month" is three words, Sci-Fi and 2024-03-01 are one.
        var isJoined = word.Contains('-') && word.All(c => char.IsLower(c) || c == '-');
        foreach (var part in isJoined ? word.Split('-') : [word]) tokens.Add(new(part, false, NumberWords.Read(part)));
    }
}
