using DataAgent.Agent;
using DataAgent.Agent.Providers;
using DataAgent.Conversations;
using DataAgent.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Evals;

public static class EvalServices
{
    /// <summary>Needs the agent, conversations and queries.</summary>
    public static IServiceCollection AddEvals(this IServiceCollection services) => services.AddSingleton(s => new EvalRunner(
        s.GetRequiredService<RunCoordinator>(), s.GetRequiredService<ConversationStore>(), s.GetRequiredService<QueryRunner>(),
        s.GetRequiredService<ResultStore>(), s.GetRequiredService<ModelProviders>(), s.GetRequiredService<TimeProvider>()));
}
