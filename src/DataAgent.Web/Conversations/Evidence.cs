using DataAgent.Agent;

namespace DataAgent.Web.Conversations;

/// <summary>Picks what stands in the open beside the answer: every chart, and the last table. Earlier tables stay with their steps.</summary>
public static class Evidence
{
    public static IReadOnlyList<ToolCall> Pick(TurnState state)
    {
        var lastTable = state.Calls.LastOrDefault(call => call.Artifact is TableArtifact);
        return [.. state.Calls.Where(call => call.Artifact is ChartArtifact), .. lastTable is null ? [] : new[] { lastTable }];
    }
}
