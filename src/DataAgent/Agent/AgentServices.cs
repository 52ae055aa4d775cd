using DataAgent.Agent.Prompts;
using DataAgent.Agent.Providers;
using DataAgent.Agent.Tools;
using DataAgent.Conversations;
using DataAgent.Data;
using DataAgent.Dictionary;
using DataAgent.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

public static class AgentServices
{
    /// <summary>
    /// Needs conversations, queries, dictionary, visualizations, limits, project access and logging.
    /// Settings come from the configuration's section <c>Agent</c>.
    /// </summary>
    public static IServiceCollection AddAgent(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => AgentOptions.From(s.GetService<IConfiguration>()));
        return services
            .AddSingleton<IModelProvider, AnthropicProvider>()
            .AddSingleton<IModelProvider, OpenAIProvider>()
            .AddSingleton<IModelProvider, OfflineProvider>()
            .AddSingleton<ModelProviders>()
            .AddSingleton<ModelHttp>()
            .AddSingleton(s => new ModelTest(
                s.GetRequiredService<ModelProviders>(), s.GetRequiredService<IDbContextFactory<PlatformDbContext>>(), s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<ModelTest>>()))
            .AddSingleton<IAgentTool, ExecuteSqlTool>()
            .AddSingleton<IAgentTool, DescribeTableTool>()
            .AddSingleton<IAgentTool, FindTablesTool>()
            .AddSingleton<IAgentTool, CreateVisualizationTool>()
            .AddSingleton<ToolBox>()
            .AddSingleton<ToolRunner>()
            .AddSingleton<CallLog>()
            .AddSingleton(s => new PromptInspector(s.GetRequiredService<ModelProviders>(), s.GetRequiredService<ToolBox>(), s.GetRequiredService<DictionaryStore>()))
            .AddSingleton<ModelStep>()
            .AddSingleton<SummaryStep>()
            .AddSingleton<AgentLoop>()
            .AddSingleton<RunExecutor>()
            .AddSingleton<LiveRuns>()
            .AddSingleton<RunRescue>()
            .AddSingleton(s => new RunCoordinator(
                s.GetRequiredService<LiveRuns>(), s.GetRequiredService<RunStore>(), s.GetRequiredService<RunRescue>(),
                s.GetRequiredService<MessageLog>(), s.GetRequiredService<ConversationStore>(), s.GetRequiredService<ModelProviders>(),
                s.GetRequiredService<ModelBudget>(), s.GetRequiredService<AgentOptions>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new RunKeeper(
                s.GetRequiredService<RunRescue>(), s.GetRequiredService<LiveRuns>(), s.GetRequiredService<AgentOptions>(), s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<RunKeeper>>()));
    }
}
