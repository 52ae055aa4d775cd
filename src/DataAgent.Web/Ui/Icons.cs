using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Ui;

/// <summary>The inner markup of the icons, embedded at build time from lucide (ISC licence).</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, string> ByName = Load();

    private static readonly ConcurrentDictionary<(string Name, int Size, string? Css), MarkupString> Made = [];

    /// <summary>A picture that says nothing to a screen reader. No component: a list has hundreds of them, and a component costs an open page two kilobytes.</summary>
    /// <param name="size">Width and height in pixels.</param>
    public static MarkupString Of(string name, int size = 16, string? css = null) => Made.GetOrAdd((name, size, css), static icon => new(
        $"""<svg class="icon {icon.Css}" width="{icon.Size}" height="{icon.Size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{Get(icon.Name)}</svg>"""));

    private static string Get(string name) =>
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
