using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace DataAgent.Web.Admin;

/// <summary>One setting, as this process has it.</summary>
/// <param name="Section">The heading it stands under in docs/configuration.md.</param>
/// <param name="Value">Null: not set. Of a secret only that there is one.</param>
/// <param name="Source">default, file, environment or command line.</param>
/// <param name="Default">What counts when nothing is set; empty: nothing does.</param>
public sealed record SettingInForce(string Section, string Name, string? Value, bool IsSecret, string Source, string Default, string Meaning);

/// <summary>Every setting of docs/configuration.md, which is built in, with what the host was started with. There is no second list of settings.</summary>
internal sealed partial class SettingsInForce(IConfiguration configuration)
{
    public const string Hidden = "set, not shown";

    public IReadOnlyList<SettingInForce> List() => [.. Documented().SelectMany(InForce)];

    /// <summary>The rows of the page's tables; one may have two names, such as a provider's own variable and ours.</summary>
    internal static IEnumerable<DocumentedSetting> Documented()
    {
        using var reader = new StreamReader(typeof(SettingsInForce).Assembly.GetManifestResourceStream("configuration.md")!);
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..];
            if (Row().Match(line) is { Success: true } row)
                yield return new(
                    section,
                    [.. Name().Matches(row.Groups["names"].Value).Select(name => name.Groups[1].Value)],
                    Plain(row.Groups["default"].Value),
                    Plain(row.Groups["meaning"].Value));
        }
    }

    /// <summary>By its name: whatever may hold a key is not shown, also when nobody thought of it.</summary>
    internal static bool IsSecret(string name) => SecretWord().IsMatch(name);

    private IEnumerable<SettingInForce> InForce(DocumentedSetting setting)
    {
        var names = setting.Names.SelectMany(Expand).ToList();
        var given = names.Where(name => Find(name) is not null).ToList();
        foreach (var name in given.Count > 0 ? given : names.Take(1).DefaultIfEmpty(setting.Names[0]))
        {
            var (found, isSecret) = (Find(name), IsSecret(name));
            yield return new(
                setting.Section, name, isSecret && found is not null ? Hidden : Masked(found?.Value), isSecret, found?.Source ?? "default", setting.Default,
                setting.Meaning);
        }
    }

    /// <summary>What stands in angle brackets is the operator's own word.</summary>
    private IEnumerable<string> Expand(string name)
    {
        if (name.Split(":<name>") is not [var before, var after])
            return [name];
        var words = configuration.GetSection(before).GetChildren().Select(child => child.Key).ToList();
        return words.Count == 0 ? [name] : words.Select(word => $"{before}:{word}{after}");
    }

    /// <summary>The value that counts, with whoever gave it; a list is written as one line.</summary>
    private (string Value, string Source)? Find(string name) => Find(configuration, name);

    private static (string Value, string Source)? Find(IConfiguration settings, string name)
    {
        foreach (var provider in (settings as IConfigurationRoot)?.Providers.Reverse() ?? [])
        {
            if (provider is ChainedConfigurationProvider chained)
            {
                if (Find(chained.Configuration, name) is { } found)
                    return found;
            }
            else if (ValueOf(provider, name) is { Length: > 0 } value)
            {
                return (value, SourceOf(provider));
            }
        }

        return null;
    }

    private static string? ValueOf(IConfigurationProvider provider, string name) => provider.TryGet(name, out var value) && !string.IsNullOrEmpty(value)
        ? value
        : string.Join(", ", provider.GetChildKeys([], name).Distinct()
            .Select(key => provider.TryGet($"{name}:{key}", out var item) && int.TryParse(key, out _) ? item : null).OfType<string>());

    private static string SourceOf(IConfigurationProvider provider) => provider switch
    {
        CommandLineConfigurationProvider => "command line",
        EnvironmentVariablesConfigurationProvider => "environment",
        FileConfigurationProvider => "file",
        _ => "default",
    };

    /// <summary>An address may have a user and a password in it.</summary>
    private static string? Masked(string? value) => value is null ? null : UserInfo().Replace(value, "://…@");

    private static string Plain(string markdown) => Link().Replace(markdown, "$1").Trim();

    internal sealed record DocumentedSetting(string Section, IReadOnlyList<string> Names, string Default, string Meaning);

    [GeneratedRegex(@"^\| (?<names>`[^|]+`) \|(?<default>[^|]*)\|(?<meaning>.*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex("key|secret|password|headers|connectionstrings|token(?!s)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretWord();

    [GeneratedRegex(@"://[^/@\s]+@")]
    private static partial Regex UserInfo();
}
