using System.Collections.Frozen;

namespace DataAgent.SqlGuard;

/// <summary>
/// Extensions a project may switch on. Of each, every function was read for what it can do: one that takes a table or SQL as text, writes,
/// reads a file, or tells about the server is not on its list, and stays refused.
/// </summary>
public static class KnownExtensions
{
    private const string Prefix = "extension.";

    private static readonly FrozenDictionary<string, KnownExtension> All = typeof(KnownExtensions).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => KnownExtension.Read(name[Prefix.Length..], name))
        .ToFrozenDictionary(extension => extension.Name);

    /// <summary>As in <c>pg_extension</c>, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    public static KnownExtension? Find(string name) => All.GetValueOrDefault(name);
}

/// <summary>The names that one extension brings and that may be used.</summary>
public sealed record KnownExtension(string Name, IReadOnlySet<string> Functions, IReadOnlySet<string> Operators, IReadOnlySet<string> Types)
{
    internal static KnownExtension Read(string name, string resource)
    {
        return new KnownExtension(name, Of("function"), Of("operator"), Of("type"));

        FrozenSet<string> Of(string category) =>
            [.. Words(resource, category), .. Words(resource, $"{category} of other versions")];
    }

    /// <summary>"Of other versions": than PostgreSQL 15, by which the lists are tested.</summary>
    internal static IEnumerable<string> Words(string resource, string category) => TextResource.Lines(resource)
        .Where(line => line.StartsWith($"{category}: ", StringComparison.Ordinal))
        .SelectMany(line => line[(category.Length + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
