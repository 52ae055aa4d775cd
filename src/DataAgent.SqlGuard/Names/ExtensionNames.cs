namespace DataAgent.SqlGuard.Names;

/// <summary>What the extensions of a policy open, and what those that are off would open.</summary>
internal static class ExtensionNames
{
    public static bool HasFunction(string name, GuardPolicy policy, string? schema = null) =>
        On(policy, schema).Any(e => e.Known?.Functions.Contains(name) == true);

    public static bool HasOperator(string name, GuardPolicy policy, string? schema = null) =>
        On(policy, schema).Any(e => e.Known?.Operators.Contains(name) == true);

    /// <summary>A name alone may also be a table of the project's schema, which comes first; with its schema it cannot.</summary>
    public static bool HasType(string name, GuardPolicy policy, string? schema = null) =>
        On(policy, schema).Any(e => e.Known?.Types.Contains(name) == true && (schema is not null || e.Types.Contains(name)));

    /// <returns>What to say when it belongs to an extension of the database that is off; else null.</returns>
    public static string? Advice(string kind, string name, GuardPolicy policy, Func<KnownExtension, IReadOnlySet<string>> names) =>
        policy.Catalog?.Extensions.FirstOrDefault(e => !e.IsOn && e.Known is { } known && names(known).Contains(name)) is { } off
            ? $"The {kind} {name} belongs to the extension {off.Name}, which is not switched on for this project. Ask an admin to switch it on."
            : null;

    private static IEnumerable<CatalogExtension> On(GuardPolicy policy, string? schema) =>
        (policy.Catalog?.Extensions ?? []).Where(e => e.IsOn && (schema is null || e.Schema == schema));
}
