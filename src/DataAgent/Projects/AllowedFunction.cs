using System.Text;
using System.Text.RegularExpressions;

namespace DataAgent.Projects;

/// <summary>An entry of a project's list of functions and operators: <c>net_price(integer, numeric)</c>, or a name alone.</summary>
/// <param name="Name">As stored in the catalog.</param>
/// <param name="Arguments">Types as an admin wrote them, perhaps with names in front as PostgreSQL prints them; null: a name alone.</param>
public sealed partial record AllowedFunction(string Name, IReadOnlyList<string>? Arguments)
{
    /// <summary>Also of an operator: its two sides, <c>none</c> where there is none.</summary>
    public bool IsOperator => Name.Length > 0 && Name.All(OperatorCharacters.Contains);

    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    /// <returns>Null for a text that is no signature.</returns>
    public static AllowedFunction? Find(string text)
    {
        if (Pattern().Match(text) is not { Success: true } match)
            return null;
        var quoted = match.Groups["quoted"];
        var name = quoted.Success ? quoted.Value.Replace("\"\"", "\"", StringComparison.Ordinal) : match.Groups["plain"].Value;
        if (Encoding.UTF8.GetByteCount(name) > 63 || name.Contains('\0'))
            return null;
        if (!match.Groups["arguments"].Success)
            return new AllowedFunction(name, null);
        var arguments = match.Groups["arguments"].Value;
        string[] types = [.. Split(arguments).Select(TypeName.Normalise)];
        return types.Contains("") || (types.Length == 0 && arguments.Trim().Length > 0) ? null : new AllowedFunction(name, types);
    }

    /// <summary>Parts a list at its commas, but not at those within parentheses or quotes.</summary>
    public static IReadOnlyList<string> Split(string list)
    {
        List<string> parts = [];
        var (start, depth, isQuoted) = (0, 0, false);
        for (var i = 0; i < list.Length; i++)
        {
            switch (list[i])
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '(' when !isQuoted:
                    depth++;
                    break;
                case ')' when !isQuoted:
                    depth--;
                    break;
                case ',' when !isQuoted && depth == 0:
                    parts.Add(list[start..i].Trim());
                    start = i + 1;
                    break;
            }
        }

        parts.Add(list[start..].Trim());
        return parts is [""] ? [] : parts;
    }

    /// <param name="types">Of a function of this name, as <c>format_type</c> writes them with the project's schema on the path.</param>
    public bool Fits(IReadOnlyList<string> types, string schema) =>
        Arguments is { } arguments && arguments.Count == types.Count
        && arguments.Zip(types).All(pair => TypeName.Means(pair.First, pair.Second, schema));

    [GeneratedRegex("""^\s*(?:"(?<quoted>(?:[^"]|"")+)"|(?<plain>[^\s"().,]+))\s*(?:\((?<arguments>.*)\)\s*)?\z""", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
