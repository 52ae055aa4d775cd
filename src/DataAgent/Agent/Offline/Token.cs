using System.Globalization;
using System.Text;

namespace DataAgent.Agent.Offline;

/// <param name="Quoted">The asker put it in quotes: it is a value, whatever it looks like.</param>
/// <param name="Number">Its value when it is a number; "10k" is 10000.</param>
internal sealed record Token(string Text, bool Quoted, decimal? Number)
{
    public string Lower { get; } = Text.ToLowerInvariant();
    public bool IsCapital => char.IsUpper(Text[0]);

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

    private static int ClosingQuote(string text, int open)
    {
        if (open > 0 && (IsWordChar(text[open - 1]) || open + 1 >= text.Length)) return -1;
        var close = text.IndexOf(text[open], open + 1);
        while (text[open] == '\'' && close > 0 && close + 1 < text.Length && char.IsLetter(text[close + 1])) close = text.IndexOf('\'', close + 1);
        return close > open + 1 ? close : -1;
    }

    private static bool IsWordChar(char c) => char.IsLetterOrDigit(c) || c is '_' or '#';

    /// <summary>Signs that hold a word together when letters stand on both sides: Sci-Fi, AC/DC, R&amp;B, 1,000, 3.5, O'Brien.</summary>
    private static bool IsInner(string text, int i) =>
        i > 0 && i + 1 < text.Length && text[i] is '-' or '/' or '&' or '.' or ',' or '\'' or '@' && IsWordChar(text[i - 1]) && IsWordChar(text[i + 1])
        && (text[i] is not ',' || (char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1])));

    private static void Add(List<Token> tokens, string word)
    {
        if (word.EndsWith("'s", StringComparison.OrdinalIgnoreCase)) word = word[..^2];
        if (word.EndsWith("n't", StringComparison.OrdinalIgnoreCase))
        {
            tokens.Add(new(word[..^3].Length > 1 ? word[..^3] : word, false, null));
            tokens.Add(new("not", false, null));
            return;
        }

        if (word.Contains('-') && word.All(c => char.IsLower(c) || c == '-'))
            foreach (var part in word.Split('-')) tokens.Add(new(part, false, NumberOf(part)));
        else tokens.Add(new(word, false, NumberOf(word)));
    }

    private static decimal? NumberOf(string word)
    {
        var small = Array.IndexOf(Small, word.ToLowerInvariant());
        if (small >= 0) return small + 1;
        if (word.Equals("zero", StringComparison.OrdinalIgnoreCase)) return 0;
        var digits = new StringBuilder(word).Replace(",", "").ToString();
        var scale = char.ToLowerInvariant(digits[^1]) switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 1m };
        if (scale > 1) digits = digits[..^1];
        return digits.Length > 0 && char.IsDigit(digits[0]) && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n * scale : null;
    }

    private static readonly string[] Small =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
            "sixteen", "seventeen", "eighteen", "nineteen", "twenty"];
}
