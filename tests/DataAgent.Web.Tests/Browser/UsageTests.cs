using DataAgent.Projects;
using DataAgent.Testing;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class UsageTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task An_admin_sees_what_a_question_took(int width, bool dark)
    {
        await using var model = await ModelDouble.StartAsync(Says.Text("Hello."));
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await app.AddVisitorAsync(Role.Admin, "openai", Token, p => (p.LlmModel, p.ModelBaseUrl) = ("m", model.OpenAIBaseUrl));
        await window.SignInAsync(visitor.Link);
        await window.AskAsync("Hello?");
        await window.LastTurn("done").WaitForAsync();

        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/usage");
        await window.Page.Locator(".usage-page[data-live=yes]").WaitForAsync();

        await Expect(window.Page.Locator(".figures div").First).ToContainTextAsync("1");
        await Expect(window.Page.Locator(".usage-page")).ToContainTextAsync("No price is set for m");
        await window.Page.GetByLabel("By", new() { Exact = true }).SelectOptionAsync("Conversation");
        await Expect(window.Page.Locator("tbody a")).ToHaveTextAsync("Hello?");
        await window.CheckAsync();
        Assert.Empty(window.Errors);
    }
}
