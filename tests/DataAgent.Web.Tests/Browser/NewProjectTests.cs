using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>A platform administrator comes from nothing to the chat over a database of their own.</summary>
[Collection(WebCollection.Name)]
public sealed class NewProjectTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task An_administrator_connects_a_database_and_asks_it(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var administrator = await app.AddPersonAsync(Token, isAdministrator: true);
        var (shop, name) = (app.ShopSettings(""), Unique.Name("Corner shop, "));
        await window.Page.GotoAsync(administrator.Link);
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Connect your own database" })).ToHaveAttributeAsync("href", "/projects/new");
        // Not by a click, which is lost while the prerendered page is taken over.
        await window.Page.GotoAsync($"{app.Url}/projects/new");
        await window.Page.Locator(".settings-page[data-live=yes]").WaitForAsync();
        await window.Page.GetByLabel("Host").FillAsync("127.0.0.1");
        await window.Page.GetByLabel("Port").FillAsync("1");
        await window.Page.GetByLabel("Schema").FillAsync("shop");
        await window.Page.GetByLabel("TLS").SelectOptionAsync("disable");
        await NextAsync(window);
        await Expect(window.Page.Locator(".settings-form")).ToContainTextAsync("Give the database's name");
        await window.Page.GetByLabel("Database").FillAsync((string)shop["db_name"]!);
        await NextAsync(window);
        await Expect(window.Page.Locator(".settings-form")).ToContainTextAsync("Nobody answers at 127.0.0.1, port 1.");
        await window.CheckAsync($"new-1-{width}-{dark}");
        await window.Page.GetByLabel("Port").FillAsync($"{shop["db_port"]}");
        await NextAsync(window);

        await window.Page.Locator("#db_user").FillAsync((string)shop["db_user"]!);
        await window.Page.GetByLabel("Password").FillAsync("wrong");
        await NextAsync(window);
        await Expect(window.Page.Locator(".settings-form")).ToContainTextAsync("It does not connect.");
        await Expect(window.Page.Locator(".script code")).ToContainTextAsync("GRANT SELECT ON ALL TABLES IN SCHEMA \"shop\"");
        await Expect(window.Page.Locator(".script code")).ToContainTextAsync("PASSWORD 'SCRAM-SHA-256$");
        await window.CheckAsync($"new-2-{width}-{dark}");
        await window.Page.GetByLabel("Password").FillAsync("reader");
        await NextAsync(window);

        await window.Page.GetByLabel("All but these").CheckAsync();
        await window.Page.GetByLabel("customers").CheckAsync();
        await NextAsync(window);
        await Expect(window.Page.Locator(".settings-form")).ToContainTextAsync("The role may read customers, which the project hides.");
        await Expect(window.Page.Locator(".script code")).ToContainTextAsync("GRANT SELECT ON TABLE \"shop\".\"orders\"");
        await Expect(window.Page.Locator(".script code")).Not.ToContainTextAsync("customers");
        await window.CheckAsync($"new-3-{width}-{dark}");
        await window.Page.GetByLabel("All tables of the schema").CheckAsync();
        await NextAsync(window);

        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the project" })).ToBeVisibleAsync();
        await NextAsync(window);
        await Expect(window.Page.Locator(".settings-form")).ToContainTextAsync("Give the project a name of at most 100 characters.");
        Assert.False(await AnyAsync(administrator));
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await window.Page.GetByLabel("Description").FillAsync("A shop.");
        await Expect(window.Page.Locator(".problem:not(.mended)")).ToHaveCountAsync(0);
        await Expect(window.Page.GetByLabel("Slug")).ToHaveValueAsync(name.ToLowerInvariant().Replace(", ", "-").Replace(' ', '-'));
        await window.CheckAsync($"new-4-{width}-{dark}");
        await NextAsync(window);

        await window.LiveAsync();
        await window.AskAsync("How many orders by status?");
        await Expect(window.LastTurn("done").Locator("result-grid").First).ToBeAttachedAsync();
        Assert.True(await AnyAsync(administrator));
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_slug_that_is_taken_is_said_at_its_field_and_nothing_half_written_stays()
    {
        await using var window = await chromium.OpenAsync();
        var administrator = await app.AddPersonAsync(Token, isAdministrator: true);
        var taken = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        await ToLastStepAsync(window, administrator);
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Shop");
        await window.Page.GetByLabel("Name", new() { Exact = true }).BlurAsync();
        await Expect(window.Page.GetByLabel("Slug")).ToHaveValueAsync("shop");
        await window.Page.GetByLabel("Slug").FillAsync(taken.Slug);
        await NextAsync(window);

        await Expect(window.Page.Locator(".settings-form")).ToContainTextAsync("Another project has this slug.");
        Assert.False(await AnyAsync(administrator));
    }

    [Fact]
    public async Task Who_is_no_platform_administrator_is_told_so()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await window.Page.GotoAsync($"{app.Url}/?all=true");
        await Expect(window.Page.Locator(".project-list")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("Connect your own database")).ToHaveCountAsync(0);

        await window.Page.GotoAsync($"{app.Url}/projects/new");

        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("Only a platform administrator adds projects.");
        await Expect(window.Page.Locator("#db_host")).ToHaveCountAsync(0);
    }

    private async Task ToLastStepAsync(Window window, Visitor administrator)
    {
        var shop = app.ShopSettings("");
        await window.Page.GotoAsync(administrator.Link);
        await window.Page.GotoAsync($"{app.Url}/projects/new");
        await window.Page.Locator(".settings-page[data-live=yes]").WaitForAsync();
        await window.Page.GetByLabel("Host").FillAsync((string)shop["db_host"]!);
        await window.Page.GetByLabel("Port").FillAsync($"{shop["db_port"]}");
        await window.Page.GetByLabel("Database").FillAsync((string)shop["db_name"]!);
        await window.Page.GetByLabel("Schema").FillAsync("shop");
        await window.Page.GetByLabel("TLS").SelectOptionAsync("disable");
        await NextAsync(window);
        await window.Page.Locator("#db_user").FillAsync((string)shop["db_user"]!);
        await window.Page.GetByLabel("Password").FillAsync("reader");
        await NextAsync(window);
        await window.Page.GetByText("All tables of the schema").WaitForAsync();
        await NextAsync(window);
        await window.Page.GetByLabel("Slug").WaitForAsync();
    }

    private static Task NextAsync(Window window) => window.Page.Locator("form.settings-form button[type=submit]").ClickAsync();

    private async Task<bool> AnyAsync(Visitor administrator)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        return await db.Memberships.AnyAsync(m => m.UserId == administrator.UserId, Token)
            || await db.AuditEntries.AnyAsync(e => e.UserId == administrator.UserId && e.Action == "project.create", Token);
    }
}
