using System.Runtime.CompilerServices;
using DataAgent.Agent.Providers;
using DataAgent.Agent.Tools;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent;

/// <summary>What goes with the messages of a request.</summary>
internal static class ModelRequest
{
    // SDKs keep what they make of a tool's schema with the declaration, so each tool has one for ever.
    private static readonly ConditionalWeakTable<AIFunction, AIFunctionDeclaration> _declarations = [];

    /// <param name="isLast">The model may call no tool any more.</param>
    public static ChatOptions Options(ModelChoice model, IEnumerable<IAgentTool> tools, bool isLast) => new()
    {
        ModelId = model.Model,
        MaxOutputTokens = model.MaxOutputTokens,
        Reasoning = model.Reasoning,
        Tools = [.. tools.Select(t => _declarations.GetValue(t.Function, function => function.AsDeclarationOnly()))],
        // The tools stay declared: without them the provider refuses a history that holds calls, and its cache is lost.
        ToolMode = isLast ? ChatToolMode.None : ChatToolMode.Auto,
    };
}
