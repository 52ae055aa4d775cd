using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Telemetry;

namespace DataAgent.Agent.Providers;

/// <summary>The providers there are, by name.</summary>
internal sealed class ModelProviders(IEnumerable<IModelProvider> providers)
{
    private readonly Dictionary<string, IModelProvider> _byName = providers.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a run of the project would use, for its row; never fails.</summary>
    public string ModelOf(Project project) =>
        _byName.TryGetValue(project.LlmProvider, out var provider) ? provider.ModelOf(project) : project.LlmModel ?? "";

    /// <returns>Null: no server is asked for this project.</returns>
    public IRemoteProvider? FindRemote(Project project) => _byName.GetValueOrDefault(project.LlmProvider) as IRemoteProvider;

    /// <exception cref="ModelFailureException">Unknown, or not usable as it is set up.</exception>
    public ModelChoice Choose(Project project, DataDictionary dictionary) => _byName.TryGetValue(project.LlmProvider, out var provider)
        ? provider.Choose(project, dictionary).Watched()
        : throw ModelFailureException.Lasting(
            $"There is no model provider '{project.LlmProvider}'.", $"An admin of the project can choose one of: {string.Join(", ", _byName.Keys.Order())}.");
}
