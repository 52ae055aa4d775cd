using System.Text.Json.Nodes;
using DataAgent.Projects;
using DataAgent.Testing;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>A model that puts every address it is asked to into its answers: the page of the person who reads them asks nobody.</summary>
[Collection(WebCollection.Name)]
public sealed class InjectionTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_page_full_of_answers_that_attacks_asked_for_fetches_nothing_from_others()
    {
        var answers = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "attacks.jsonl"))
            .SelectMany(line => JsonNode.Parse(line)!["does"]!.AsArray()).Select(deed => (string?)deed!["answer"]).OfType<string>().ToList();
        await using var model = await ModelDouble.StartAsync(Says.Text(string.Join("\n\n", answers), "\n\nThe end."));
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Viewer, "openai", TestContext.Current.CancellationToken, p => (p.LlmModel, p.ModelBaseUrl) = ("m", model.OpenAIBaseUrl));
        await window.SignInAsync(visitor.Link);

        await window.AskAsync("Well?");
        await Expect(window.LastTurn("done")).ToContainTextAsync("The end.");
        await window.Page.ReloadAsync();
        await Expect(window.LastTurn("done")).ToContainTextAsync("The end.");

        Assert.Equal([new Uri(app.Url).Host], window.Hosts);
        await Expect(window.LastTurn("done").Locator("a").First).ToContainTextAsync("(collect.example)");
    }
}
