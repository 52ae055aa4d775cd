using System.Text.RegularExpressions;

namespace DataAgent.Configuration;

/// <summary>One thing that an operator may set, as docs/configuration.md tells of it.</summary>
/// <param name="Section">The heading it stands under.</param>
/// <param name="Names">Names that are read; the first that has a value counts. A part in angle brackets, such as <c>&lt;name&gt;</c>, is the operator's own word.</param>
/// <param name="Default">What counts when it is not set, in words.</param>
/// <param name="Meaning">Plain text, without the links of the page.</param>
public sealed partial record Setting(string Section, IReadOnlyList<string> Names, string Default, string Meaning)
{
    public string Name => Names[0];

    /// <summary>Its value is never shown. By the name or by the page's word for it: one of them forgotten is no leak.</summary>
    public bool IsSecret => Names.Any(name => SecretName().IsMatch(name)) || SecretWord().IsMatch(Meaning);

    /// <summary>Is the key this setting, or an item of the list that it is? Upper and lower case are the same.</summary>
    public bool Covers(string key) => Names.Any(name => Covers(name.Split(':'), key.Split(':')));

    private static bool Covers(string[] name, string[] key)
    {
        if (key.Length == name.Length + 1 && key[^1].All(char.IsAsciiDigit))
            key = key[..^1];
        return key.Length == name.Length
            && name.Zip(key).All(pair => pair.First.StartsWith('<') ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("(ApiKey|API_KEY|Password|Secret|_KEYS|_HEADERS|Token|^ConnectionStrings:.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"\ba secret\b")]
    private static partial Regex SecretWord();
}
