using System.Text.Json;

namespace DataAgent.Drill;

/// <summary>One event of the stream, read from its JSON.</summary>
/// <param name="Run">Of the first event alone.</param>
internal sealed record Told(Seen Seen, Guid? Run)
{
    public static Told Read(string json, long at)
    {
        using var document = JsonDocument.Parse(json);
        var e = document.RootElement;
        var type = Text(e, "type") ?? "";
        var seen = new Seen(
            at, Number(e, "seq"), type, (int)Number(e, "step"), Text(e, "text") ?? "", Text(e, "call_id"),
            Number(e, "message_seq"), Text(e, "status"));
        return new(seen, e.TryGetProperty("run_id", out var run) ? run.GetGuid() : null);
    }

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
