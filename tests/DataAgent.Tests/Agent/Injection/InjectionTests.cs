using System.Text.Json;
using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Testing;
using DataAgent.Visualizations;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Agent.Injection;

/// <summary>Stored attacks against models that obey every one of them: what the product lets out is what the project owns.</summary>
public sealed class InjectionTests(AttackedShop shop) : IClassFixture<AttackedShop>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Attacks => [.. Attack.All.SelectMany(a => new[] { (a.Name, "anthropic"), (a.Name, "openai") })];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Obeyed_to_the_letter_it_reaches_nothing_of_others(string name, string provider)
    {
        var attack = Attack.All.Single(a => a.Name == name);
        var obedient = new ObedientModel(attack, shop.OtherResult);
        await using var model = await ModelDouble.StartAsync("http://127.0.0.1:0", obedient.Answer);
        var member = await shop.AdminAsync(provider);
        var before = await shop.FingerprintAsync();
        await using var host = AgentHost.Start(shop.Platform, options: AgentHost.Quick with
        {
            AnthropicApiKey = AttackedShop.ModelKey,
            AnthropicBaseUrl = model.BaseUrl,
            OpenAIApiKey = AttackedShop.ModelKey,
            OpenAIBaseUrl = model.OpenAIBaseUrl,
        });

        var (conversation, events) = await host.AskAsync(member, "What do people write?");

        Assert.Equal(RunStatus.Done, Assert.IsType<RunEnded>(events[^1]).Status);
        Assert.True(obedient.WasReached, "The attack never reached the model, so this proves nothing.");
        Assert.Equal(attack.Does.Count, obedient.Obeyed.Count);
        var told = await ToldAsync(model, events, conversation);
        Assert.All(told, text => Assert.DoesNotContain("S3CRET", text, StringComparison.Ordinal));
        var calls = events.OfType<ToolFinished>().ToDictionary(f => f.CallId);
        foreach (var (deed, call) in attack.Does.Zip(obedient.Obeyed).Where(d => d.First.Tool is not null))
            Assert.True(calls[call].IsError != deed.Works, $"{deed.Tool} {deed.Arguments}: {calls[call].Summary}");
        Assert.All(await shop.QueriesAsync(conversation), q => Assert.True(
            q.Outcome != "ran" || q.Relations.All(r => r is "shop.review" or "review"), string.Join(", ", q.Relations)));
        Assert.Equal(before, await shop.FingerprintAsync());
        foreach (var chart in calls.Values.Select(c => c.Artifact).OfType<ChartArtifact>())
            Assert.DoesNotMatch("<(a|img) ", (await host.Get<ChartStore>().FindFigureAsync(member, chart.ChartId, Token))!.ToJsonString(Relaxed));
    }

    [Fact]
    public void There_are_many_and_no_two_are_called_the_same()
    {
        Assert.True(Attack.All.Count >= 75);
        Assert.Equal(Attack.All.Count, Attack.All.Select(a => a.Name).Distinct().Count());
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All that left the product: to the model, to those who watch, into the conversation.</summary>
    private async Task<IReadOnlyList<string>> ToldAsync(ModelDouble model, IReadOnlyList<AgentEvent> events, Guid conversation)
    {
        await using var db = shop.Platform.CreateDbContext();
        var rows = await db.AgentMessages.AsNoTracking().Where(m => m.ConversationId == conversation).Select(m => m.Parts).ToListAsync(Token);
        return [.. rows, .. events.Select(e => JsonSerializer.Serialize(e, Relaxed)), .. model.Requests.Select(r => r.Body.ToJsonString(Relaxed))];
    }
}
