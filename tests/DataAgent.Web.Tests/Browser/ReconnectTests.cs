using DataAgent.Projects;
using DataAgent.Testing;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>Neither a word of an answer nor a keystroke is lost when the network or the server goes away for a while.</summary>
[Collection(WebCollection.Name)]
public sealed class ReconnectTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_that_is_gone_in_mid_answer_costs_nothing()
    {
        await using var cable = new Cable(app.Url);
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Viewer, "anthropic", Token);
        await window.SignInAsync(visitor.Link.Replace(app.Url, cable.Url, StringComparison.Ordinal));
        var (second, third) = (new TaskCompletionSource(), new TaskCompletionSource());
        app.Model.Then(new ModelTurn(
            [new TextPiece(["One,"]), new WaitPiece(second.Task), new TextPiece([" two,"]), new WaitPiece(third.Task), new TextPiece([" three."])], "end_turn"));
        await window.AskAsync("Count slowly");
        await Expect(window.Page.Locator(".prose")).ToHaveTextAsync("One,");
        await window.Page.EvaluateAsync("() => { window.isOld = true; }");

        cable.PullOut();
        await Expect(window.Page.Locator("#components-reconnect-modal")).ToContainTextAsync("Connection lost. Reconnecting… A running question goes on.");
        second.SetResult();
        await window.Page.Locator("#ask").PressSequentiallyAsync("And back");
        cable.PutBack();

        await Expect(window.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(window.Page.Locator(".prose")).ToHaveTextAsync("One, two,");
        third.SetResult();
        await Expect(window.LastTurn("done").Locator(".prose")).ToHaveTextAsync("One, two, three.");
        await Expect(window.Page.Locator("#ask")).ToHaveValueAsync("And back");
        Assert.True(await window.Page.EvaluateAsync<bool>("() => window.isOld === true"));
    }

    [Fact]
    public async Task A_server_that_is_restarted_in_mid_answer_costs_nothing()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "anthropic", Token)).Link);
        app.Model.Then(new ModelTurn([new TextPiece(["Half of"]), new WaitPiece(Task.Delay(Timeout.Infinite, Token))], "end_turn"));
        await window.AskAsync("Tell me all");
        await Expect(window.Page.Locator(".prose")).ToHaveTextAsync("Half of");
        await window.Page.Locator("#ask").PressSequentiallyAsync("Then by");
        await window.Page.EvaluateAsync("() => { window.isOld = true; }");
        // Whoever goes on asks the model again.
        app.Model.Then(Says.Text("Half of the answer, and the other half."));

        await app.RestartAsync();

        await window.Page.WaitForFunctionAsync("() => !window.isOld");
        await Expect(window.LastTurn("done").Locator(".prose")).ToHaveTextAsync("Half of the answer, and the other half.");
        await Expect(window.Page.Locator(".turn")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator("#ask")).ToHaveValueAsync("Then by");
    }
}
