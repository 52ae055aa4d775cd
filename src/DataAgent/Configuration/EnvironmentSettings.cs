using System.Collections;
using DataAgent.Data;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Configuration;

/// <summary>Settings from environment variables. <c>NAME_FILE</c> names a file that holds the value of <c>NAME</c>, as secrets of Docker and Kubernetes are given.</summary>
internal sealed class EnvironmentSettings(IDictionary environment) : ConfigurationProvider, IConfigurationSource
{
    private const string Suffix = "_FILE";

    private readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <returns>The file that a setting was read from; null: it stood in the environment.</returns>
    public string? FileOf(string key) => _files.GetValueOrDefault(key);

    public override void Load()
    {
        Data = environment.Cast<DictionaryEntry>()
            .GroupBy(one => ((string)one.Key).Replace("__", ":"), one => (string?)one.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(one => one.Key, one => one.First(), StringComparer.OrdinalIgnoreCase);
        _files.Clear();
        foreach (var (variable, path) in Data.Where(one => IsFile(one.Key)).ToList())
        {
            var key = variable[..^Suffix.Length];
            Data.Remove(variable);
            if (string.IsNullOrWhiteSpace(path))
                continue;
            if (Data.TryGetValue(key, out var value) && !string.IsNullOrEmpty(value))
                throw new PlatformStartException($"{Written(key)} and {Written(variable)} are both set. Keep one of them.");
            (Data[key], _files[key]) = (Content(variable, path), path);
        }
    }

    private static bool IsFile(string variable) => variable.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && SettingList.Find(variable[..^Suffix.Length]) is not null;

    private static string Content(string variable, string path)
    {
        try
        {
            // Editors and "echo" end a file with a line break, which is no part of the secret.
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformStartException($"{Written(variable)} names {path}, which cannot be read. Mount the file, or let the program's user read it.", e);
        }
    }

    private static string Written(string key) => key.Replace(":", "__");
}
