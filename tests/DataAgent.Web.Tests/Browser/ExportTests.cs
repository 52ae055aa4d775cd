using DataAgent.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class ExportTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_analyst_exports_an_answer_from_its_card()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Analyst, "offline", Token)).Link);
        await window.AskAsync("How many orders by status?");
        await window.LastTurn("done").WaitForAsync();

        await window.Page.Locator("[data-export] summary").First.ClickAsync();
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).First.ClickAsync());
        var text = await File.ReadAllTextAsync(await download.PathAsync(), Token);

        Assert.EndsWith(".csv", download.SuggestedFilename);
        Assert.Equal(5, text.Split("\r\n").Length);
        Assert.Contains("paid,300", text);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_viewer_sees_no_export()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);

        await window.AskAsync("How many orders by status?");
        await window.LastTurn("done").WaitForAsync();

        await Expect(window.Page.Locator("result-grid").First).ToBeAttachedAsync();
        await Expect(window.Page.Locator("[data-export]")).ToHaveCountAsync(0);
    }
}
