using DataAgent.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>The dictionary's page for an admin: notes in place, a refresh, the diagram.</summary>
[Collection(WebCollection.Name)]
public sealed class DictionaryTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_writes_a_note_in_place_and_a_viewer_reads_it()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window, Role.Admin, "?table=orders");

        await Button(window, "Edit the note on total_amount").ClickAsync();
        var form = window.Page.GetByRole(AriaRole.Form, new() { Name = "Note on orders.total_amount" });
        await form.GetByLabel("Description").FillAsync("Net of tax.");
        await form.GetByLabel("Synonyms").FillAsync("turnover, takings");
        await form.GetByLabel("Unit").FillAsync("EUR");
        await form.GetByLabel("no sample values").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var row = window.Page.Locator("tr", new() { Has = window.Page.Locator("th", new() { HasText = "total_amount" }) });

        await Expect(row).ToContainTextAsync("Net of tax.");
        await Expect(row).ToContainTextAsync("also called turnover, takings");
        await Expect(row).ToContainTextAsync("in EUR");
        await Expect(row).ToContainTextAsync("samples off");
        await window.Page.Locator("#find-table").FillAsync("turnover");
        await Expect(window.Page.Locator(".tables li")).ToHaveCountAsync(1);
        await window.CheckAsync("a table with a note");
        Assert.Empty(window.Errors);
        Assert.NotEqual("", visitor.Slug);
    }

    [Fact]
    public async Task Who_is_no_admin_sees_no_way_to_change_anything()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window, Role.Analyst, "?table=orders");

        await Expect(window.Page.Locator(".table-detail h2")).ToHaveTextAsync("orders");
        await Expect(Button(window, "Refresh")).ToHaveCountAsync(0);
        await Expect(Button(window, "Write a note on this table")).ToHaveCountAsync(0);
        await Expect(Button(window, "Edit the note on total_amount")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_editors_do_not_overwrite_each_other()
    {
        await using var one = await chromium.OpenAsync();
        await using var other = await chromium.OpenAsync();
        var visitor = await OpenAsync(one, Role.Admin, "?table=customers");
        await OpenAsync(other, visitor, "?table=customers");
        foreach (var window in (Window[])[one, other])
            await Button(window, "Write a note on this table").ClickAsync();

        await SaveAsync(one, "First.");
        await Expect(one.Page.Locator(".table-detail .note")).ToHaveTextAsync("First.");
        await SaveAsync(other, "Second.");

        await Expect(other.Page.Locator(".note-form .problem")).ToContainTextAsync("Another person changed this note meanwhile");
        await one.Page.ReloadAsync();
        await Expect(one.Page.Locator(".table-detail .note")).ToHaveTextAsync("First.");
    }

    [Fact]
    public async Task A_refresh_shows_what_changed()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window, Role.Admin, "");
        await app.ChangeShopAsync("create table shop.parcels (id int); alter table shop.customers add vip boolean");
        try
        {
            await Button(window, "Refresh").ClickAsync();
            var report = window.Page.Locator(".refresh-report");

            await Expect(report).ToContainTextAsync("Added table parcels");
            await Expect(report).ToContainTextAsync("Added column vip");
            await Expect(window.Page.Locator(".tables li", new() { HasText = "parcels" })).ToBeVisibleAsync();
        }
        finally
        {
            await app.ChangeShopAsync("drop table shop.parcels; alter table shop.customers drop vip");
        }
    }

    [Fact]
    public async Task An_admin_removes_the_note_of_a_table_that_went_away()
    {
        await using var window = await chromium.OpenAsync();
        await app.ChangeShopAsync("create table shop.leftover (id int)");
        try
        {
            var visitor = await OpenAsync(window, Role.Admin, "?table=leftover");
            await Button(window, "Write a note on this table").ClickAsync();
            await SaveAsync(window, "From the move.");
            await Expect(window.Page.Locator(".table-detail .note")).ToHaveTextAsync("From the move.");
            await app.ChangeShopAsync("drop table shop.leftover");
            await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/dictionary");
            await window.Page.Locator(".dictionary[data-live=yes]").WaitForAsync();
            await Button(window, "Refresh").ClickAsync();

            await Expect(window.Page.Locator(".refresh-report")).ToContainTextAsync("Removed table leftover");
            await Expect(window.Page.Locator(".orphans")).ToContainTextAsync("From the move.");
            await Button(window, "Remove the note on leftover").ClickAsync();
            await Expect(window.Page.Locator(".orphans")).ToHaveCountAsync(0);
        }
        finally
        {
            await app.ChangeShopAsync("drop table if exists shop.leftover");
        }
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task The_diagram_shows_relations_finds_tables_and_opens_them(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        await OpenAsync(window, Role.Viewer, "?view=diagram");
        var diagram = window.Page.Locator("schema-diagram[data-ready]");

        await Expect(diagram.Locator(".box")).ToHaveCountAsync(2);
        await Expect(diagram.Locator(".line")).ToHaveCountAsync(1);
        await window.CheckAsync("the diagram");
        await window.Page.Locator("#find-table").FillAsync("customers");
        await Expect(diagram.Locator(".hit .name")).ToHaveTextAsync("customers");
        var before = await diagram.Locator("svg").GetAttributeAsync("viewBox");
        await Button(window, "Zoom in").ClickAsync();
        await Expect(diagram.Locator("svg")).Not.ToHaveAttributeAsync("viewBox", before!);
        await Button(window, "Show all").ClickAsync();
        await diagram.Locator(".box", new() { HasText = "orders" }).ClickAsync();
        await Expect(window.Page.Locator(".table-detail h2")).ToHaveTextAsync("orders");
        Assert.Empty(window.Errors);
    }

    private static ILocator Button(Window window, string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task SaveAsync(Window window, string description)
    {
        await window.Page.GetByLabel("Description").FillAsync(description);
        await Button(window, "Save").ClickAsync();
    }

    private async Task<Visitor> OpenAsync(Window window, Role role, string query)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token);
        await OpenAsync(window, visitor, query);
        return visitor;
    }

    // The page of the conversation says when it is live; from there the dictionary is reached in the same circuit or a new one.
    private async Task OpenAsync(Window window, Visitor visitor, string query)
    {
        await window.SignInAsync(visitor.Link);
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/dictionary{query}");
        await window.Page.Locator(".dictionary[data-live=yes]").WaitForAsync();
    }
}
