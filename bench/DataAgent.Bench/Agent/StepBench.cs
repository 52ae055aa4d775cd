using Anthropic;
using DataAgent.Agent;
using DataAgent.Agent.Prompts;
using DataAgent.Agent.Providers;
using DataAgent.Agent.Tools;
using DataAgent.Conversations;
using DataAgent.Dictionary;
using DataAgent.Queries;
using Microsoft.Extensions.AI;

namespace DataAgent.Bench.Agent;

/// <summary>What is ours in a run: its time less that of the same requests through the SDK's client alone. Rounds alternate.</summary>
internal static class StepBench
{
    private const int Rounds = 60, ToolSteps = 5;
    private const double Goal = 5;

    public static async Task RunAsync(BenchHost host)
    {
        List<double> one = [], oneSdk = [], many = [], manySdk = [], door = [];
        var query = new QueryRequest("select 1 as one", QueryDoor.Chat);
        var ofOne = await RequestsAsync(host, "quick");
        var ofMany = await RequestsAsync(host, $"tools {ToolSteps}");
        for (var round = -Rounds; round < Rounds; round++)
        {
            var times = new[]
            {
                await RunAsync(host, "quick"),
                await AloneAsync(host, ofOne),
                await RunAsync(host, $"tools {ToolSteps}"),
                await AloneAsync(host, ofMany),
                await Figures.TimeAsync(() => host.Get<QueryRunner>().RunAsync(host.Member, query, default)),
            };
            if (round < 0)
                continue;
            foreach (var (list, time) in new[] { one, oneSdk, many, manySdk, door }.Zip(times))
                list.Add(time);
        }

        var whole = Own(one, oneSdk);
        var moreSteps = many.Zip(manySdk, (m, s) => m - s).Zip(one.Zip(oneSdk, (o, s) => o - s), (m, o) => (m - o) / ToolSteps);
        var queryTime = Figures.Median(door);
        var step = Figures.Median(moreSteps) - queryTime;
        Figures.Print("a question answered in one step, beyond the SDK's client alone", $"{whole:0.00} ms", "under 5 ms", whole < Goal);
        Figures.Print("  the whole of it; the SDK's client alone", $"{Figures.Median(one):0.00}; {Figures.Median(oneSdk):0.00} ms");
        Figures.Print("a step more, with a call of a tool, beyond the SDK and the query", $"{step:0.00} ms", "under 5 ms", step < Goal);
        Figures.Print("  the query (select 1) through the door", $"{queryTime:0.00} ms");
        var (busy, busySdk) = (await BusyAsync(() => RunAsync(host, "quick")), await BusyAsync(() => AloneAsync(host, ofOne)));
        Figures.Print("processor time of this process for a question of one step; for the SDK's", $"{busy:0.00}; {busySdk:0.00} ms");
    }

    /// <summary>Says more than the time when the machine has other work.</summary>
    private static async Task<double> BusyAsync(Func<Task> one)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < Rounds; round++)
            await one();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Rounds;
    }

    private static double Own(List<double> ours, List<double> alone) => Figures.Median(ours.Zip(alone, (o, a) => o - a));

    private static async Task<double> RunAsync(BenchHost host, string question)
    {
        var conversation = await host.Get<ConversationStore>().CreateAsync(host.Member, default);
        return await Figures.TimeAsync(() => Runs.AskAsync(host, conversation, question));
    }

    /// <summary>The requests of one run, as the product sends them.</summary>
    private static async Task<IReadOnlyList<List<ChatMessage>>> RequestsAsync(BenchHost host, string question)
    {
        var conversation = await host.Get<ConversationStore>().CreateAsync(host.Member, default);
        var run = await Runs.AskAsync(host, conversation, question);
        var rows = await host.Get<MessageLog>().ReadRunAsync(conversation, run, default);
        var dictionary = await host.Get<DictionaryStore>().GetAsync(host.Member, default);
        var prompt = PromptBuilder.Build(host.Member.Project, dictionary).Text;
        var model = host.Get<AgentOptions>().DefaultModel;
        var steps = rows.Select(r => r.Step).Where(s => s > 0).Distinct();
        return [.. steps.Select(s => ChatMapping.ToChat(prompt, [.. rows.Where(r => r.Step < s)], model))];
    }

    private static async Task<double> AloneAsync(BenchHost host, IReadOnlyList<List<ChatMessage>> requests)
    {
        var options = host.Get<AgentOptions>();
        var model = AnthropicModel.Find(options.DefaultModel);
        var sdk = new AnthropicClient { ApiKey = "bench", HttpClient = _http, MaxRetries = 0, BaseUrl = host.Outside.ModelUrl };
        using var client = sdk.AsIChatClient(options.DefaultModel, options.MaxOutputTokens, model.ThinkingMode);
        var choice = new ModelChoice(client, options.DefaultModel, options.MaxOutputTokens, model.Reasoning);
        var tools = host.Get<ToolBox>().For(host.Member.Role).Values;
        return await Figures.TimeAsync(async () =>
        {
            foreach (var messages in requests)
                await foreach (var _ in client.GetStreamingResponseAsync(messages, ModelRequest.Options(choice, tools, isLast: false)))
                {
                }
        });
    }

    private static readonly HttpClient _http = new();
}
