using DataAgent.Dictionary;
using DataAgent.Projects;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Tools;

/// <summary>Something a model may ask for. It only reads, so running it again after a crash does no harm.</summary>
internal interface IAgentTool
{
    AIFunction Function { get; }

    /// <summary>Who has it, from this role up.</summary>
    Role LeastRole => Role.Viewer;

    /// <summary>Longest time of one call.</summary>
    TimeSpan Timeout(Project project, AgentOptions options) => options.ToolTimeout;
}

/// <summary>Who asks, about what. Never part of a tool's arguments: a model cannot choose it.</summary>
internal sealed record ToolContext(Member Member, Guid ConversationId, DataDictionary Dictionary);

/// <param name="Text">For the model.</param>
/// <param name="Artifact">For people.</param>
internal sealed record ToolOutcome(string Text, bool IsError = false, Artifact? Artifact = null)
{
    public static ToolOutcome Error(string text, Artifact? artifact = null) => new(text, IsError: true, artifact);
}
