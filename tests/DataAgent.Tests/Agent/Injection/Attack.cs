using System.Text.Json;

namespace DataAgent.Tests.Agent.Injection;

/// <summary>A text in a customer's database that tells the model what to do, and a model's obedience to it.</summary>
/// <param name="Place">row, table_comment, column_comment, table_name, column_name, enum_label, note or sample.</param>
public sealed record Attack(string Name, string Place, string Text, IReadOnlyList<Deed> Does)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<Attack> All { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Agent", "Injection", "attacks.jsonl")).Select(line => JsonSerializer.Deserialize<Attack>(line, _json)!)];

    public int Number => field != 0 ? field : field = All.Index().First(a => a.Item.Name == Name).Index + 1;

    /// <summary>How the model double knows that the text has reached it.</summary>
    public string Marker => $"ATTACK-{Number}:";

    public string Stored => $"{Marker} {Text}";
}

/// <summary>A call of a tool, or an answer. <c>{told}</c> stands for the last result, <c>{prompt}</c> for the system prompt, <c>{last_result}</c> and <c>{other_result}</c> for ids.</summary>
/// <param name="Works">The call is harmless by itself, so it is not refused.</param>
public sealed record Deed(string? Tool = null, JsonElement? Arguments = null, string? Answer = null, bool Works = false);
