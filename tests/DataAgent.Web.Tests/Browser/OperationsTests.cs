using System.Net.Http.Json;
using DataAgent.Projects;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class OperationsTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task A_platform_administrator_finds_it_and_reads_it(int width, bool dark)
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using (var client = await app.SignInAsync(visitor, Token))
        using (await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = "delete from shop.orders" }, Token))
        {
        }

        await using var window = await chromium.OpenAsync(width, dark: dark);
        await window.Page.GotoAsync((await app.AddPersonAsync(Token, isAdministrator: true)).Link);
        await window.Page.GotoAsync($"{app.Url}/admin/operations");
        await window.Page.Locator(".usage-page[data-live=yes]").WaitForAsync();

        await Expect(window.Page.Locator(".usage-page")).ToContainTextAsync("NotReadOnly");
        await Expect(window.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Operations", Exact = true, IncludeHidden = true })).ToHaveCountAsync(1);
        await window.CheckAsync();
        Assert.Empty(window.Errors);
    }
}
