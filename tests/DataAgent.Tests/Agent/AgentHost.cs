using DataAgent.Agent;
using DataAgent.Agent.Prompts;
using DataAgent.Agent.Tools;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Data;
using DataAgent.Dictionary;
using DataAgent.Limits;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Usage;
using DataAgent.Visualizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DataAgent.Tests.Agent;

/// <summary>One process of the product, without a host around it. Several may share a platform database.</summary>
internal sealed class AgentHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private AgentHost(ServiceProvider services, CollectedLog log) => (_services, Log) = (services, log);

    public CollectedLog Log { get; }

    public RunCoordinator Coordinator => _services.GetRequiredService<RunCoordinator>();
    public RunKeeper Keeper => _services.GetRequiredService<RunKeeper>();
    public ConversationStore Conversations => _services.GetRequiredService<ConversationStore>();
    public RunRescue Rescue => _services.GetRequiredService<RunRescue>();
    public ModelTest ModelTest => _services.GetRequiredService<ModelTest>();
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public UsageStore Usage => _services.GetRequiredService<UsageStore>();
    public PromptInspector Prompts => _services.GetRequiredService<PromptInspector>();
    public LiveRuns Live => _services.GetRequiredService<LiveRuns>();

    /// <summary>Short times, so that tests need not wait.</summary>
    public static AgentOptions Quick { get; } = new()
    {
        FirstRetryWait = TimeSpan.FromMilliseconds(5),
        StopCheck = TimeSpan.FromMilliseconds(50),
        OwnerAbsence = TimeSpan.FromMilliseconds(200),
        Poll = TimeSpan.FromMilliseconds(50),
    };

    /// <param name="client">Answers for projects whose provider is "scripted".</param>
    /// <param name="tools">Instead of the product's own.</param>
    public static AgentHost Start(TestPlatform platform, IChatClient? client = null, AgentOptions? options = null, params IAgentTool[] tools)
    {
        var log = new CollectedLog();
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log))
            .AddSingleton(platform.Source)
            .AddSingleton(platform.Vault)
            .AddSingleton<IDbContextFactory<PlatformDbContext>>(platform)
            .AddProjects()
            .AddSingleton<ProjectConnector>(s => s.GetRequiredService<ProjectPools>().OpenAsync)
            .AddDictionary()
            .AddSingleton<SqlGuard.Guard>()
            .AddSingleton(options ?? Quick)
            .AddAudit()
            .AddQueries()
            .AddVisualizations()
            .AddConversations()
            .AddAgent()
            .AddUsage()
            .AddLimits();
        if (client is not null)
            services.AddScriptedModel(client);
        if (tools.Length > 0)
        {
            services.RemoveAll<IAgentTool>();
            foreach (var tool in tools)
                services.AddSingleton(tool);
        }

        return new(services.BuildServiceProvider(), log);
    }

    /// <summary>Asks in a new conversation, or in the one given.</summary>
    public async Task<(Guid Conversation, Guid Run)> StartAsync(Member member, string question, Guid? conversation = null)
    {
        var token = TestContext.Current.CancellationToken;
        var id = conversation ?? await Conversations.CreateAsync(member, token);
        var started = Assert.IsType<StartOutcome.Started>(await Coordinator.StartAsync(member, id, question, QueryDoor.Page, token));
        return (id, started.RunId);
    }

    /// <summary>All events of a run, until it ends.</summary>
    public async Task<List<AgentEvent>> WatchAsync(Member member, Guid run, long after = 0)
    {
        var events = new List<AgentEvent>();
        await foreach (var e in Coordinator.WatchAsync(member, run, after, TestContext.Current.CancellationToken))
            events.Add(e);
        return events;
    }

    /// <summary>Watches until an event that fits.</summary>
    public async Task WatchUntilAsync(Member member, Guid run, Func<AgentEvent, bool> fits)
    {
        await foreach (var e in Coordinator.WatchAsync(member, run, 0, TestContext.Current.CancellationToken))
        {
            if (fits(e))
                return;
        }

        Assert.Fail("The run ended without such an event.");
    }

    public async Task<(Guid Conversation, List<AgentEvent> Events)> AskAsync(Member member, string question, Guid? conversation = null)
    {
        var (id, run) = await StartAsync(member, question, conversation);
        return (id, await WatchAsync(member, run));
    }

    /// <summary>The rows of a conversation in short: role, text, calls and results.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(Member member, Guid conversation)
    {
        var view = await Conversations.FindAsync(member, conversation, QueryDoor.Http, TestContext.Current.CancellationToken);
        return [.. view!.Turns.SelectMany(t => t.Messages).Select(m => $"{m.Role}: {string.Join(" ", m.Parts.Select(Short))}")];
    }

    /// <summary>As if killed: it writes nothing more and its process lock is free.</summary>
    public async Task KillAsync()
    {
        await Live.AbandonAllAsync();
        await _services.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static string Short(MessagePart part) => part switch
    {
        TextPart text => text.Text,
        CallPart call => $"{call.Tool}({call.Arguments})",
        ResultPart result => $"{(result.IsError ? "error " : "")}{result.Text}",
        _ => part.GetType().Name,
    };
}
