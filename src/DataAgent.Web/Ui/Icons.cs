using System.Collections.Frozen;

namespace DataAgent.Web.Ui;

/// <summary>The inner markup of the icons, embedded at build time from lucide (ISC licence).</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, string> ByName = Load();

    public static string Get(string name) =>
        ByName.TryGetValue(name, out var markup) ? markup : throw new ArgumentException($"Icon '{name}' is not in the list in Assets.targets.", nameof(name));

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = typeof(Icons).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith("icons/", StringComparison.Ordinal))
            .ToFrozenDictionary(resource => Path.GetFileNameWithoutExtension(resource), resource =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                var svg = reader.ReadToEnd();
                var start = svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1;
                return svg[start..svg.LastIndexOf("</svg>", StringComparison.Ordinal)].Trim();
            });
    }
}
