using System.Globalization;

namespace DataAgent.Usage;

/// <summary>Sums as people read them.</summary>
public static class UsageWords
{
    /// <summary>Empty without a price; with a + when the price of a model is missing.</summary>
    public static string Cost(UsageSum sum) => sum.Cost is not { } cost ? ""
        : cost.ToString(cost is 0 or >= 1 ? "0.00" : cost >= 0.01 ? "0.000" : "0.00000", CultureInfo.InvariantCulture) + (sum.Unpriced.Count > 0 ? " +" : "");

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Null when no provider told any.</summary>
    public static string? Tokens(UsageSum sum) => sum.Tokens is { Input: 0, Output: 0 } ? null
        : $"{Count(sum.Tokens.Input)} tokens in{(sum.Tokens.CacheRead > 0 ? $" ({Count(sum.Tokens.CacheRead)} from the cache)" : "")}, {Count(sum.Tokens.Output)} out";
}
