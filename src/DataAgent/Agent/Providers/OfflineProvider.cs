using DataAgent.Agent.Offline;
using DataAgent.Dictionary;
using DataAgent.Projects;

namespace DataAgent.Agent.Providers;

/// <summary>No key, no network: the project's dictionary answers. Never a stand-in for a model that failed.</summary>
internal sealed class OfflineProvider(TimeProvider time) : IModelProvider
{
    public string Name => "offline";

    public string ModelOf(Project project) => OfflineAnalyst.ModelId;

    public ModelChoice Choose(Project project, DataDictionary dictionary) =>
        new(new OfflineAnalyst(dictionary, time), OfflineAnalyst.ModelId, MaxOutputTokens: 16_000) { Summarizes = false };
}
