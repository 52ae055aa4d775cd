using DataAgent.Agent.Providers;
using DataAgent.Agent.Tools;
using DataAgent.Dictionary;
using DataAgent.Projects;

namespace DataAgent.Agent;

/// <summary>A live run with all that it works with.</summary>
internal sealed record RunContext(
    LiveRun Live, Member Member, DataDictionary Dictionary, ModelChoice Model, string SystemPrompt, IReadOnlyDictionary<string, IAgentTool> Tools);
