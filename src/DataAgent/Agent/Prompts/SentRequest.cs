using System.Text.Encodings.Web;
using System.Text.Json;
using DataAgent.Agent.Tools;

namespace DataAgent.Agent.Prompts;

/// <summary>What stands in a request to a provider, in either wire format: the same letters, not the same meaning.</summary>
/// <param name="System">Null: the request holds none.</param>
/// <param name="CachedFor">Null: nothing is marked.</param>
internal sealed record SentRequest(string? System, IReadOnlyList<(string Name, string Json)> Tools, string? CachedFor, string? ConversationCachedFor)
{
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SentRequest Read(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var messages = root.GetProperty("messages").EnumerateArray().ToList();
        var system = root.TryGetProperty("system", out var apart) ? apart : messages[0].GetProperty("content");
        var tools = root.TryGetProperty("tools", out var declared) ? declared.EnumerateArray().Select(t => (NameOf(t), t.GetRawText())).ToList() : [];
        return new(Text(system), tools, TimeOf(system), TimeOf(messages[^1].GetProperty("content")));
    }

    /// <summary>Without a provider: as the tools are declared to one.</summary>
    public static SentRequest Declared(IEnumerable<IAgentTool> tools) => new(null, [.. tools.Select(t => (t.Function.Name, JsonSerializer.Serialize(
        new { name = t.Function.Name, description = t.Function.Description, parameters = t.Function.JsonSchema }, _json)))], null, null);

    private static string NameOf(JsonElement tool) =>
        (tool.TryGetProperty("function", out var function) ? function : tool).GetProperty("name").GetString()!;

    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(block => block.GetProperty("text").GetString()));

    private static string? TimeOf(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Array || !content.EnumerateArray().LastOrDefault().TryGetProperty("cache_control", out var mark))
            return null;
        return (mark.TryGetProperty("ttl", out var time) ? time.GetString() : null) switch
        {
            "1h" => "an hour",
            // What is meant when nothing is said.
            "5m" or null => "five minutes",
            var other => other,
        };
    }
}
