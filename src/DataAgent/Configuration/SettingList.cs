using System.Text.RegularExpressions;
using DataAgent.SqlGuard.Names;

namespace DataAgent.Configuration;

/// <summary>Every setting there is. The list is the page docs/configuration.md itself, which is built into the program: there is no second one.</summary>
public static partial class SettingList
{
    private const string Page = "DataAgent.Guide.configuration.md", Prefix = "DATAAGENT_";

    public static IReadOnlyList<Setting> All { get; } = Read();

    /// <summary>Below these first words of a name, nothing else may be set: another name is a mistyped one.</summary>
    private static readonly HashSet<string> _sections =
        new(All.SelectMany(setting => setting.Names).Where(name => name.Contains(':')).Select(name => name.Split(':')[0]), StringComparer.OrdinalIgnoreCase);

    public static Setting? Find(string key) => All.FirstOrDefault(setting => setting.Covers(key));

    /// <returns>A sentence on a key that nothing reads and that was meant for us; null: it is a setting, or none of our business.</returns>
    public static string? Problem(string key) =>
        Find(key) is null && IsMeantForUs(key) ? $"There is no setting {key}.{Hint(key)}" : null;

    /// <returns>A sentence that starts with a blank, or nothing.</returns>
    public static string Hint(string key) => Near(key) is { } near ? $" Did you mean {near}?" : "";

    // The environment is everybody's: a name without a section is ours when it looks much like one of ours.
    private static bool IsMeantForUs(string key) => key.Split(':') is [var section, _, ..]
        ? _sections.Contains(section)
        : key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && Near(key) is not null;

    /// <remarks>What all names begin with would make all of them look alike.</remarks>
    private static string? Near(string key)
    {
        var prefix = key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? Prefix : "";
        var names = All.SelectMany(setting => setting.Names).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
        return Suggestion.Near(key[prefix.Length..], names.Select(name => name[prefix.Length..])) is [var near, ..] ? prefix + near : null;
    }

    private static List<Setting> Read()
    {
        using var reader = new StreamReader(typeof(SettingList).Assembly.GetManifestResourceStream(Page)!);
        List<Setting> settings = [];
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..];
            else if (line.StartsWith("| `", StringComparison.Ordinal) && line.Trim('|', ' ').Split(" | ") is [var names, .. var rest])
                settings.Add(Row(section, names, [.. rest.Select(cell => Plain(cell.Trim('|', ' ')))]));
        }

        return settings;
    }

    private static Setting Row(string section, string names, string[] rest) => rest switch
    {
        [var value, .. var meaning] => new(section, Names(names), value, string.Join(" | ", meaning)),
        [] => throw new FormatException($"docs/configuration.md: {names} has no default."),
    };

    // What stands in a section counts before the short name of the environment.
    private static List<string> Names(string cell) =>
        [.. Code().Matches(cell).Select(match => match.Groups[1].Value).OrderBy(name => name.Contains(':') ? 0 : 1)];

    private static string Plain(string cell) => Link().Replace(cell, "$1").Replace("`", "");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
