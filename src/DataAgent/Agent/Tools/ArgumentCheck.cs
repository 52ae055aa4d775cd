using System.Text.Json;
using DataAgent.SqlGuard.Names;

namespace DataAgent.Agent.Tools;

/// <summary>Holds a call's arguments against its tool's schema, so that a model is told all that is wrong with them at once.</summary>
/// <remarks>An argument that nobody knows is an error: left out in silence, a chart would lose its colors and look as if it were right.</remarks>
internal static class ArgumentCheck
{
    public static IReadOnlyList<string> Find(JsonElement schema, IReadOnlyDictionary<string, object?> given)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value) : [];
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!) : [];
        return
        [
            .. given.Keys.Where(name => !known.ContainsKey(name)).Select(name => $"There is no argument {Short(name)}.{Nearest(name, known.Keys)}"),
            .. required.Where(name => !given.TryGetValue(name, out var value) || IsNull(value)).Select(name => $"{name} is missing."),
            .. given.Where(a => known.ContainsKey(a.Key) && !IsNull(a.Value)).Select(a => WrongType(a.Key, known[a.Key], a.Value!)).OfType<string>(),
        ];
    }

    private static bool IsNull(object? value) => value is null or JsonElement { ValueKind: JsonValueKind.Null };

    private static string? WrongType(string name, JsonElement property, object value)
    {
        if (value is not JsonElement element || !property.TryGetProperty("type", out var type))
            return null;
        var all = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];
        string[] allowed = [.. all.Where(t => t != "null")];
        var isNow = TypeOf(element);
        return allowed.Contains(isNow) || (isNow == "integer" && allowed.Contains("number"))
            ? null
            : $"{name} must be {Article(string.Join(" or ", allowed))}, not {Article(isNow)}.";
    }

    private static string TypeOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => element.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    private static string Article(string type) => type[0] is 'a' or 'i' or 'o' ? $"an {type}" : $"a {type}";

    private static string Nearest(string name, IEnumerable<string> known) =>
        Suggestion.Near(name, known) is [var near, ..] ? $" Did you mean {near}?" : "";

    // A model's text: it goes back to the model, but not by the page.
    private static string Short(string name) => $"\"{(name.Length > 60 ? $"{name[..60]}…" : name)}\"";
}
