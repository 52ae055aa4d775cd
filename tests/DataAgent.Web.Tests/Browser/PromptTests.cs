using DataAgent.Projects;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class PromptTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task An_admin_finds_what_the_model_is_sent(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await app.AddVisitorAsync(Role.Admin, "anthropic", Token, project => project.SystemPrompt = "Say <b>euros</b>.");
        await window.SignInAsync(visitor.Link);

        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/prompt");
        await Expect(window.Page.Locator(".prompt-page[data-live=yes]")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("#part-project code")).ToContainTextAsync("Say <b>euros</b>.");
        await Expect(window.Page.Locator("#part-create_visualization code")).ToContainTextAsync("\"input_schema\"");
        await Expect(window.Page.Locator(".prompt-parts tbody tr")).ToHaveCountAsync(8);

        await window.CheckAsync();
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Only_admins_are_led_there_and_let_in()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Analyst, "anthropic", Token);
        await window.SignInAsync(visitor.Link);

        await Expect(window.Page.Locator(".side-link", new() { HasTextString = "What the model is sent" })).ToHaveCountAsync(0);
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/prompt");

        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("Only an admin of the project");
    }
}
