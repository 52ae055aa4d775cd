using System.Globalization;

namespace DataAgent.Agent.Offline.Words;

/// <summary>Numbers as people write them: 1,000, 10k, 2.5m, seven.</summary>
internal static class NumberWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    public static decimal? Read(string word)
    {
        var small = Array.IndexOf(Small, word.ToLowerInvariant());
        if (small >= 0) return small;
        var digits = word.Replace(",", "");
        var scale = char.ToLowerInvariant(digits[^1]) switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 1m };
        if (scale > 1) digits = digits[..^1];
        if (digits.Length == 0 || !char.IsDigit(digits[0])) return null;
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number * scale
            : null;
    }
}
