using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class AuditTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task An_admin_reads_the_log_and_replays_a_conversation(int width, bool dark)
    {
        var asker = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        var admin = await app.AddPersonAsync(Token, of: asker, Role.Admin);
        await using (var theirs = await chromium.OpenAsync())
        {
            await theirs.SignInAsync(asker.Link);
            await theirs.AskAsync("How many orders by status?");
            await theirs.LastTurn("done").WaitForAsync();
            await Expect(theirs.Page.Locator(".fine")).ToContainTextAsync("Admins of the project can read this conversation");
            await theirs.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Edit the question" }).ClickAsync();
            await theirs.Page.GetByLabel("The question in other words").FillAsync("How many customers?");
            await theirs.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Ask this instead" }).ClickAsync();
            await Expect(theirs.Page.Locator(".turn[data-status=done] .question")).ToHaveTextAsync("How many customers?");
        }

        await using var window = await chromium.OpenAsync(width, dark: dark);
        await window.SignInAsync(admin.Link);
        await window.Page.GotoAsync($"{app.Url}/p/{asker.Slug}/audit");
        await window.Page.Locator(".audit-page[data-live=yes]").WaitForAsync();
        // Two questions, each with its query.
        await Expect(window.Page.Locator(".audit-entry")).ToHaveCountAsync(4);
        await window.Page.Locator(".audit-entry summary").First.ClickAsync();
        await Expect(window.Page.Locator(".audit-entry[open] .audit-body")).ToContainTextAsync("chat, from 127.0.0.1");
        await Expect(window.Page.Locator(".audit-entry[open] .sql-keyword").First).ToBeVisibleAsync();
        await window.CheckAsync();

        await window.Page.GetByLabel("In the SQL").FillAsync("no such word");
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(window.Page.Locator(".audit-page")).ToContainTextAsync("No entry is like that.");
        Assert.Contains("text=no", window.Page.Url, StringComparison.Ordinal);

        await window.Page.GotoAsync($"{app.Url}/p/{asker.Slug}/audit/conversations");
        await window.Page.Locator(".audit-page[data-live=yes]").WaitForAsync();
        await window.CheckAsync();
        await window.Page.Locator(".query-list a").ClickAsync();
        await window.Page.Locator(".replay[data-live=yes] .turn").WaitForAsync();
        await Expect(window.Page.Locator(".question")).ToHaveTextAsync("How many customers?");
        await window.Page.GetByLabel("Previous version").ClickAsync();
        await Expect(window.Page.Locator(".question")).ToHaveTextAsync("How many orders by status?");
        await Expect(window.Page.Locator("#ask")).ToHaveCountAsync(0);
        await window.CheckAsync();

        await using var db = await app.OpenPlatformAsync(Token);
        var look = await db.AuditEntries.SingleAsync(e => e.Action == "conversation.view" && e.UserId == admin.UserId, Token);
        Assert.Equal(("page", "127.0.0.1"), (look.Door, look.Address));
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Members_do_not_see_it_and_a_platform_administrator_sees_the_platforms()
    {
        var analyst = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        var root = await app.AddPersonAsync(Token, isAdministrator: true);
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync(analyst.Link);
        foreach (var path in (string[])[$"/p/{analyst.Slug}/audit", $"/p/{analyst.Slug}/audit/conversations", $"/p/{analyst.Slug}/audit/conversations/{Guid.NewGuid()}", "/audit"])
        {
            await window.Page.GotoAsync($"{app.Url}{path}");
            await Expect(window.Page.Locator("main .empty h1")).ToHaveTextAsync("There is nothing here");
        }

        await using var other = await chromium.OpenAsync();
        await other.Page.GotoAsync(root.Link);
        await other.Page.GotoAsync($"{app.Url}/audit?action=project.create");
        await other.Page.Locator(".audit-page[data-live=yes]").WaitForAsync();
        await Expect(other.Page.Locator("#audit-action")).ToHaveValueAsync("project.create");
        await Expect(other.Page.Locator("#audit-text")).ToHaveCountAsync(0);
        await other.CheckAsync();
    }
}
