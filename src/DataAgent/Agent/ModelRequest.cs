using DataAgent.Agent.Providers;
using DataAgent.Agent.Tools;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent;

/// <summary>What goes with the messages of a request.</summary>
internal static class ModelRequest
{
    /// <param name="isLast">The model may call no tool any more.</param>
    public static ChatOptions Options(ModelChoice model, IEnumerable<IAgentTool> tools, bool isLast) => new()
    {
        ModelId = model.Model,
        MaxOutputTokens = model.MaxOutputTokens,
        Reasoning = model.Reasoning,
        Tools = [.. tools.Select(t => t.Function.AsDeclarationOnly())],
        // The tools stay declared: without them the provider refuses a history that holds calls, and its cache is lost.
        ToolMode = isLast ? ChatToolMode.None : ChatToolMode.Auto,
    };
}
