using DataAgent.Projects;

namespace DataAgent.Agent.Tools;

/// <summary>The tools there are. The same list says what is offered to a model and what it may really call.</summary>
internal sealed class ToolBox(IEnumerable<IAgentTool> tools)
{
    // One order for ever: a prompt cache begins with the tools.
    private readonly IAgentTool[] _tools = [.. tools.OrderBy(t => t.Function.Name, StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, IAgentTool> For(Role role)
    {
        var offered = new OrderedDictionary<string, IAgentTool>(StringComparer.Ordinal);
        foreach (var tool in _tools.Where(t => role >= t.LeastRole))
            offered.Add(tool.Function.Name, tool);
        return offered;
    }
}
