using DataAgent.Agent.Providers;
using DataAgent.Dictionary;
using DataAgent.Projects;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Testing;

public static class ScriptedModelServices
{
    /// <summary>Projects whose provider is "scripted" are answered by this client. After <c>AddAgent</c>.</summary>
    public static IServiceCollection AddScriptedModel(this IServiceCollection services, IChatClient client) =>
        services.AddSingleton<IModelProvider>(new ScriptedProvider(client));

    private sealed class ScriptedProvider(IChatClient client) : IModelProvider
    {
        public string Name => "scripted";

        public string ModelOf(Project project) => "script";

        public ModelChoice Choose(Project project, DataDictionary dictionary) => new(client, "script", 1_000);
    }
}
