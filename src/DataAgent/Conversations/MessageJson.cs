using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Agent;

namespace DataAgent.Conversations;

/// <summary>How parts and usage are written into rows.</summary>
internal static class MessageJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <remarks>PostgreSQL stores no NUL: it becomes the replacement character.</remarks>
    public static string Write(IReadOnlyList<MessagePart> parts) =>
        JsonSerializer.Serialize(parts, _options).Replace("\\u0000", "\\ufffd", StringComparison.Ordinal);

    public static IReadOnlyList<MessagePart> ReadParts(string json) => JsonSerializer.Deserialize<List<MessagePart>>(json, _options)!;

    public static string Write(TokenUsage usage) => JsonSerializer.Serialize(usage, _options);

    public static TokenUsage ReadUsage(string json) => JsonSerializer.Deserialize<TokenUsage>(json, _options)!;
}
