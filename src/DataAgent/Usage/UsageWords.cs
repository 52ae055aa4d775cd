using System.Globalization;
using DataAgent.Agent;

namespace DataAgent.Usage;

/// <summary>Sums as people read them.</summary>
public static class UsageWords
{
    /// <summary>Empty when nothing that was spent has a price; with a + when some of it has none.</summary>
    public static string Cost(UsageSum sum) => sum switch
    {
        { Cost: null } or { Cost: 0, Unpriced.Count: > 0 } => "",
        { Cost: { } cost } => Cost(cost) + (sum.Unpriced.Count > 0 ? " +" : ""),
    };

    public static string Cost(double cost) => cost.ToString(cost is 0 or >= 1 ? "0.00" : cost >= 0.01 ? "0.000" : "0.00000", CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Null when there are none.</summary>
    public static string? Tokens(TokenUsage tokens) => tokens is { Input: 0, Output: 0 } ? null
        : $"{Count(tokens.Input)} tokens in{(tokens.CacheRead > 0 ? $" ({Count(tokens.CacheRead)} from the cache)" : "")}, {Count(tokens.Output)} out";
}
