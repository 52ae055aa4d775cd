using System.Text.RegularExpressions;
using DataAgent.SqlGuard.Names;

namespace DataAgent.Guide;

/// <summary>The guide, built into the program. Its contents are the page docs/guide/README.md itself: there is no second list.</summary>
public static partial class GuideBook
{
    private const string Prefix = "DataAgent.Guide.";

    /// <summary>The contents page, which is none of the pages.</summary>
    public static string Contents { get; } = Text("README") ?? throw new InvalidOperationException("The guide has no contents.");

    public static IReadOnlyList<GuideGroup> Groups { get; } = ReadContents();

    public static IReadOnlyList<GuidePage> Pages { get; } = [.. Groups.SelectMany(group => group.Pages)];

    public static GuidePage? Find(string name) => Pages.FirstOrDefault(page => page.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <returns>A sentence that starts with a blank, or nothing.</returns>
    public static string Hint(string name) =>
        Suggestion.Near(name, Pages.Select(page => page.Name)) is [var near, ..] ? $" Did you mean {near}?" : "";

    public static (GuidePage? Before, GuidePage? After) Beside(GuidePage page)
    {
        var at = Pages.ToList().IndexOf(page);
        return (at > 0 ? Pages[at - 1] : null, at + 1 < Pages.Count ? Pages[at + 1] : null);
    }

    private static List<GuideGroup> ReadContents()
    {
        List<GuideGroup> groups = [];
        List<GuidePage> pages = [];
        foreach (var line in Contents.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                groups.Add(new(line[3..], pages = []));
            else if (Entry().Match(line) is { Success: true, Groups: var part })
                pages.Add(new(part["name"].Value, part["title"].Value, part["summary"].Value, Text(part["name"].Value)
                    ?? throw new FormatException($"docs/guide/README.md names {part["name"].Value}.md, and there is none.")));
        }

        return groups;
    }

    private static string? Text(string name)
    {
        using var stream = typeof(GuideBook).Assembly.GetManifestResourceStream($"{Prefix}{name}.md");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^- \[(?<title>[^\]]+)\]\((?:\.\./)?(?<name>[a-z-]+)\.md\): (?<summary>.+)$")]
    private static partial Regex Entry();
}
