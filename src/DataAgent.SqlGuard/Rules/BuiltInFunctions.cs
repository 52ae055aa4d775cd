using System.Collections.Frozen;

namespace DataAgent.SqlGuard.Rules;

/// <summary>What is known of the functions in <c>pg_catalog</c>.</summary>
public static class BuiltInFunctions
{
    internal static readonly FrozenSet<string> Allowed = TextResource.Words("AllowedFunctions.txt").ToFrozenSet();

    /// <summary>For an editor to offer: every name for which <see cref="IsAllowed"/> holds.</summary>
    public static IReadOnlyCollection<string> Names => Allowed;

    private static readonly FrozenSet<string> Attributes = TextResource.Words("RefusedAttributes.txt").ToFrozenSet();

    private static readonly string[] RefusedPrefixes = ["pg_", "lo_", "txid_", "binary_upgrade_", "brin_", "dblink"];

    /// <summary>May every project call PostgreSQL's own function of this name?</summary>
    public static bool IsAllowed(string name) => Allowed.Contains(name);

    /// <summary>Whether <c>x.name</c>, where the columns of x are not known, could call something that must not be called.</summary>
    internal static bool IsRefusedAttribute(string name) =>
        Attributes.Contains(name) || RefusedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
