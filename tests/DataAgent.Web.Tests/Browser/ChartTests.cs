using DataAgent.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>Charts that a reader chooses, from rows that are there already.</summary>
[Collection(WebCollection.Name)]
public sealed class ChartTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_becomes_a_chart_without_a_question_and_stays_one_after_a_reload()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await window.AskAsync("select status, count(*) as orders, sum(total_amount) as total from orders group by status order by status");
        var card = window.Page.Locator(".card[aria-label='Result table']");
        await Expect(card.Locator("result-grid[data-ready]")).ToBeVisibleAsync();

        await Button(card, "Chart").ClickAsync();
        await Expect(card.Locator("plot-figure[data-ready] .bars .point")).ToHaveCountAsync(3);
        await Expect(card.Locator(".chart-own b")).ToHaveTextAsync("orders by status");
        await Select(card, "Up").SelectOptionAsync("total");
        await Expect(card.Locator(".chart-own b")).ToHaveTextAsync("total by status");
        await Select(card, "Kind").SelectOptionAsync("pie");
        await Expect(card.Locator("plot-figure[data-ready] .pielayer .slice")).ToHaveCountAsync(3);
        await window.CheckAsync("a table drawn as a pie");
        await window.Page.ReloadAsync();

        await Expect(card.Locator("plot-figure[data-ready] .pielayer .slice")).ToHaveCountAsync(3);
        await Expect(Select(card, "Sizes")).ToHaveValueAsync("total");
        await Button(card, "Close the chart").ClickAsync();
        await Expect(card.Locator("plot-figure")).ToHaveCountAsync(0);
        await window.Page.ReloadAsync();
        await Expect(card.Locator("result-grid[data-ready]")).ToBeVisibleAsync();
        await Expect(card.Locator("plot-figure")).ToHaveCountAsync(0);
        Assert.Empty(window.Errors);
        Assert.Equal(["127.0.0.1"], window.Hosts);
    }

    /// <summary>As Safari is.</summary>
    [Fact]
    public async Task A_browser_that_does_not_say_when_it_is_idle_draws_charts()
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.AddInitScriptAsync("delete window.requestIdleCallback; delete Window.prototype.requestIdleCallback;");
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);

        await window.AskAsync("Bar chart of orders by status");

        await Expect(window.Page.Locator("plot-figure[data-ready] .bars .point")).ToHaveCountAsync(3);
        Assert.Equal("undefined", await window.Page.EvaluateAsync<string>("() => typeof window.requestIdleCallback"));
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task The_chart_of_an_answer_is_changed_and_comes_back()
    {
        await using var window = await chromium.OpenAsync(width: 390, dark: true);
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await window.AskAsync("Bar chart of orders by status");
        var card = window.Page.Locator(".card:has([data-png])");
        await Expect(card.Locator("plot-figure[data-ready] .bars .point")).ToHaveCountAsync(3);

        await Button(card, "Change").ClickAsync();
        await Select(card, "Kind").SelectOptionAsync("pie");

        await Expect(card.Locator("plot-figure[data-ready] .pielayer .slice")).ToHaveCountAsync(3);
        await Expect(card.Locator(".chart-own")).ToContainTextAsync("as you chose; the answer’s own chart is kept");
        await Expect(card.Locator(".bars .point").First).ToBeHiddenAsync();
        await window.CheckAsync("a changed chart on a phone");
        await Button(card, "Back to the answer’s chart").ClickAsync();
        await Expect(card.Locator(".bars .point").First).ToBeVisibleAsync();
        await Expect(card.Locator("chart-maker plot-figure")).ToHaveCountAsync(0);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task The_rows_of_the_editor_are_drawn_and_what_does_not_fit_is_said()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/sql");
        await window.Page.Locator(".editor[data-live=yes] .cm-content").ClickAsync();
        await window.Page.Keyboard.InsertTextAsync("select ordered_at::date as day, count(*) as orders from orders group by 1 order by 1");
        await window.Page.Keyboard.PressAsync("Control+Enter");
        var card = window.Page.Locator(".run-view .card");
        await Expect(card.Locator("result-grid[data-ready]")).ToBeVisibleAsync();

        await Button(card, "Chart").ClickAsync();

        await Expect(Select(card, "Kind")).ToHaveValueAsync("line");
        await Expect(card.Locator("plot-figure[data-ready] .scatterlayer .trace")).ToHaveCountAsync(1);
        Assert.Empty(window.Errors);
    }

    private static ILocator Button(ILocator card, string name) => card.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Select(ILocator card, string label) => card.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true });
}
