using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Npgsql;

namespace DataAgent.Configuration;

public enum SettingSource { Default, Environment, File, CommandLine }

/// <summary>What counts for one setting.</summary>
/// <param name="Name">As it was set; with the operator's own word where the setting's name has angle brackets.</param>
/// <param name="Value">As it may be shown: never a secret. Null: it is not set, and <see cref="Setting.Default"/> counts.</param>
/// <param name="File">The file that the value was read from, when there is one.</param>
public sealed record SettingInForce(Setting Setting, string Name, string? Value, SettingSource Source, string? File);

/// <summary>The same as one line, for whoever reads it: command line, HTTP and page.</summary>
/// <param name="Section">The heading it stands under in docs/configuration.md.</param>
/// <param name="Value">Null: not set. Of a secret only that there is one.</param>
/// <param name="Source">default, environment, command line, or file with its path.</param>
public sealed record SettingLine(string Section, string Name, string? Value, bool IsSecret, string Source, string Default, string Meaning)
{
    public static SettingLine Of(SettingInForce one) => new(
        one.Setting.Section, one.Name, one.Value, one.Setting.IsSecret, one.File is { } file ? $"file {file}" : Word(one.Source), one.Setting.Default, one.Setting.Meaning);

    private static string Word(SettingSource source) => source == SettingSource.CommandLine ? "command line" : source.ToString().ToLowerInvariant();
}

/// <summary>Every setting of this process with its value and where that comes from, for people who look after the platform.</summary>
public sealed class SettingsInForce(IConfiguration configuration)
{
    public const string Hidden = "••••••";

    /// <summary>In the order of docs/configuration.md. What may be set several times is there once for each.</summary>
    public IReadOnlyList<SettingInForce> List()
    {
        var set = configuration.AsEnumerable().Where(one => !string.IsNullOrWhiteSpace(one.Value)).Select(one => one.Key).ToList();
        return [.. SettingList.All.SelectMany(setting => InForce(setting, set))];
    }

    /// <summary>Keys that were meant for the platform and that nothing reads.</summary>
    /// <returns>A sentence for each, without its value.</returns>
    public IReadOnlyList<string> ListProblems() =>
        [.. configuration.AsEnumerable().Where(one => one.Value is not null).Select(one => SettingList.Problem(one.Key)).OfType<string>().Order(StringComparer.Ordinal)];

    private IEnumerable<SettingInForce> InForce(Setting setting, List<string> set)
    {
        var found = setting.Names
            .Select(name => set.Where(key => (setting with { Names = [name] }).Covers(key)).GroupBy(WithoutIndex, StringComparer.OrdinalIgnoreCase).ToList())
            .FirstOrDefault(groups => groups.Count > 0);
        if (found is null)
            return [new(setting, setting.Name, null, SettingSource.Default, null)];
        return found.Select(group => InForce(setting, group.Key, [.. group.Order(StringComparer.OrdinalIgnoreCase)]));
    }

    private SettingInForce InForce(Setting setting, string name, string[] keys)
    {
        var provider = ProviderOf(keys[0]);
        var source = provider switch
        {
            EnvironmentSettings settings when settings.FileOf(keys[0]) is not null => SettingSource.File,
            EnvironmentSettings or EnvironmentVariablesConfigurationProvider => SettingSource.Environment,
            CommandLineConfigurationProvider => SettingSource.CommandLine,
            _ => SettingSource.Default,
        };
        var file = (provider as EnvironmentSettings)?.FileOf(keys[0]);
        return new(setting, name, string.Join(", ", keys.Select(key => Shown(setting, key, configuration[key] ?? ""))), source, file);
    }

    private IConfigurationProvider? ProviderOf(string key) => (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _));

    private static string WithoutIndex(string key) =>
        key.LastIndexOf(':') is var at and > 0 && key[(at + 1)..].All(char.IsAsciiDigit) ? key[..at] : key;

    private static string Shown(Setting setting, string key, string value)
    {
        if (key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase))
            return ShownConnection(value);
        if (setting.IsSecret)
            return Hidden;
        return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.Length > 0 ? value.Replace($"{url.UserInfo}@", $"{Hidden}@") : value;
    }

    /// <summary>Where it leads, which operators must see, and nothing else of what may stand in it.</summary>
    private static string ShownConnection(string value)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(value);
            return $"Host={connection.Host};Port={connection.Port};Database={connection.Database};Username={connection.Username};Password={Hidden}";
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return Hidden;
        }
    }
}
