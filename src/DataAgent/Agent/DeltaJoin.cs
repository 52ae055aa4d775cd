using System.Text;

namespace DataAgent.Agent;

/// <summary>Pieces of one text that wait for a reader become one: whoever reads more slowly than the model writes gets fewer and longer ones.</summary>
internal static class DeltaJoin
{
    /// <remarks>The number is that of the last piece, so a reader that goes on after it has seen all of them.</remarks>
    public static IEnumerable<AgentEvent> Join(IReadOnlyList<AgentEvent> events)
    {
        for (var first = 0; first < events.Count;)
        {
            var end = first + 1;
            while (end < events.Count && GoesOn(events[first], events[end]))
                end++;
            yield return end == first + 1 ? events[first] : Whole(events, first, end);
            first = end;
        }
    }

    private static bool GoesOn(AgentEvent first, AgentEvent next) => (first, next) switch
    {
        (TextDelta a, TextDelta b) => a.Step == b.Step,
        (ReasoningDelta a, ReasoningDelta b) => a.Step == b.Step,
        (ToolArgsDelta a, ToolArgsDelta b) => a.CallId == b.CallId,
        _ => false,
    };

    private static AgentEvent Whole(IReadOnlyList<AgentEvent> events, int first, int end)
    {
        var text = new StringBuilder();
        for (var i = first; i < end; i++)
            text.Append(TextOf(events[i]));
        AgentEvent whole = events[first] switch
        {
            TextDelta delta => delta with { Text = text.ToString() },
            ReasoningDelta delta => delta with { Text = text.ToString() },
            ToolArgsDelta delta => delta with { Json = text.ToString() },
            var other => throw new InvalidOperationException($"{other.GetType().Name} has no text."),
        };
        return whole with { Seq = events[end - 1].Seq };
    }

    private static string TextOf(AgentEvent piece) => piece switch
    {
        TextDelta delta => delta.Text,
        ReasoningDelta delta => delta.Text,
        ToolArgsDelta delta => delta.Json,
        _ => "",
    };
}
