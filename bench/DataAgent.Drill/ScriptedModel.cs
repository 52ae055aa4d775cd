using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DataAgent.Testing;

namespace DataAgent.Drill;

/// <summary>The model's double of the drill: says the next step of the run that it is asked about, and counts how often.</summary>
internal sealed class ScriptedModel(IReadOnlyDictionary<int, Script> scripts)
{
    private readonly ConcurrentDictionary<(int Run, int Step), int> _asked = new();

    /// <summary>Questions beyond one for each step: right after a crash, and paid for.</summary>
    public int AskedAgain => _asked.Values.Sum(times => times - 1);

    public int Asked => _asked.Values.Sum();

    public ModelTurn Answer(ModelRequest request)
    {
        var messages = request.Body["messages"]!.AsArray();
        var at = messages.Count - 1;
        while (at >= 0 && QuestionOf(messages[at]!) is null)
            at--;
        if (at < 0 || !scripts.TryGetValue(QuestionOf(messages[at]!)!.Value, out var script))
            return Says.Error(400, "invalid_request_error", "This is no question of the drill.");

        var index = messages.Skip(at + 1).Count(m => (string?)m!["role"] == "assistant");
        if (index >= script.Steps.Count)
            return Says.Text("There is nothing more to say.");
        _asked.AddOrUpdate((script.Run, index), 1, (_, times) => times + 1);
        var step = script.Steps[index];
        var calls = step.Calls.Select(c => new CallPiece(c.Id, "execute_sql", [c.Arguments[..10], c.Arguments[10..]]));
        return new([new StreamPiece(token => WriteAsync(step, token)), .. calls], step.Calls.Count > 0 ? "tool_use" : "end_turn");
    }

    private static async IAsyncEnumerable<string> WriteAsync(
        ScriptedStep step, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var delta in step.Deltas)
        {
            yield return delta;
            await Task.Delay(step.Pause, cancellationToken);
        }
    }

    private static int? QuestionOf(JsonNode message) => (string?)message["role"] != "user" ? null : message["content"] switch
    {
        JsonArray parts => parts.Select(p => (string?)p!["text"]).OfType<string>().Select(Script.RunOf)
            .LastOrDefault(run => run is not null),
        JsonValue value => Script.RunOf(value.ToString()),
        _ => null,
    };
}
