using DataAgent.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>Every page of a project says that its database role can do more than read.</summary>
[Collection(WebCollection.Name)]
public sealed class RoleBannerTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task A_project_is_stopped_when_it_is_opened_an_admin_accepts_and_every_page_goes_on_saying_it(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token, app.AsOwner);
        await window.SignInAsync(visitor.Link);
        // The examples on the first page are made from the dictionary, and the role is checked before that reads anything.
        await Expect(Banner(window)).ToContainTextAsync("Questions are stopped.");
        await Expect(Banner(window)).ToContainTextAsync("The role owns");

        await window.AskAsync("How many orders by status?");
        await window.LastTurn("done").WaitForAsync();
        await Expect(window.LastTurn("done")).ToContainTextAsync("are stopped");
        await Expect(window.LastTurn("done")).Not.ToContainTextAsync("Ask in other words");
        await window.CheckAsync("a stopped project");

        await Button(window, "Accept this and go on").ClickAsync();
        await Expect(Banner(window)).ToContainTextAsync("Ada Lovelace accepted this");
        await Expect(Banner(window)).Not.ToContainTextAsync("Questions are stopped");
        await window.AskAsync("How many orders by status?");
        await Expect(window.LastTurn("done").Locator("result-grid").First).ToBeAttachedAsync();
        await window.CheckAsync("an accepted project");

        foreach (var page in (string[])["", "/dictionary", "/dictionary?view=diagram", "/dictionary?table=orders"])
        {
            await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}{page}");
            await Expect(Banner(window)).ToContainTextAsync("Ada Lovelace accepted this");
        }

        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_viewer_is_told_but_neither_sees_what_is_open_nor_a_way_to_accept_it()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token, app.AsOwner)).Link);

        await window.AskAsync("How many orders by status?");

        await Expect(Banner(window)).ToContainTextAsync("A project admin can mend the role, or accept this.");
        await Expect(Banner(window).Locator("details, button")).ToHaveCountAsync(0);
        await Expect(Banner(window)).Not.ToContainTextAsync("orders");
    }

    [Fact]
    public async Task A_role_that_was_mended_is_checked_again_from_the_page()
    {
        await using var window = await chromium.OpenAsync();
        var role = await app.AddReaderAsync();
        await app.ChangeShopAsync($"alter role {role} createdb");
        await window.SignInAsync((await app.AddVisitorAsync(Role.Admin, "offline", Token, app.As(role))).Link);
        await window.AskAsync("How many orders by status?");
        await Expect(Banner(window)).ToContainTextAsync("create databases");
        await app.ChangeShopAsync($"alter role {role} nocreatedb");

        await Button(window, "Check again").ClickAsync();

        await Expect(Banner(window)).ToHaveCountAsync(0);
        await window.AskAsync("How many orders by status?");
        await Expect(window.LastTurn("done").Locator("result-grid").First).ToBeAttachedAsync();
    }

    [Fact]
    public async Task A_sound_project_says_nothing()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Admin, "offline", Token)).Link);

        await window.AskAsync("How many orders by status?");
        await window.LastTurn("done").WaitForAsync();

        await Expect(Banner(window)).ToHaveCountAsync(0);
    }

    private static ILocator Banner(Window window) => window.Page.Locator(".role-banner");

    private static ILocator Button(Window window, string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
