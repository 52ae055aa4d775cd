using DataAgent.Projects;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class DesignTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    public async Task Every_piece_stands_on_its_page(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", TestContext.Current.CancellationToken)).Link);

        await window.Page.GotoAsync($"{app.Url}/design");

        await Expect(window.Page.Locator(".swatches li")).ToHaveCountAsync(DataAgent.Web.Design.DesignTokens.Colours.Count);
        await window.CheckAsync();
        Assert.Empty(window.Errors);
    }
}
