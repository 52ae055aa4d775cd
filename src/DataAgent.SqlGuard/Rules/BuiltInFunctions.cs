using System.Collections.Frozen;

namespace DataAgent.SqlGuard.Rules;

/// <summary>What is known of the functions in <c>pg_catalog</c>.</summary>
internal static class BuiltInFunctions
{
    public static readonly FrozenSet<string> Allowed = TextResource.Words("AllowedFunctions.txt").ToFrozenSet();

    private static readonly FrozenSet<string> Attributes = TextResource.Words("RefusedAttributes.txt").ToFrozenSet();

    private static readonly string[] RefusedPrefixes = ["pg_", "lo_", "txid_", "binary_upgrade_", "brin_", "dblink"];

    /// <summary>Whether <c>x.name</c>, where the columns of x are not known, could call something that must not be called.</summary>
    public static bool IsRefusedAttribute(string name) =>
        Attributes.Contains(name) || RefusedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
