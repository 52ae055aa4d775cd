using System.Net;
using DataAgent.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>An analyst at work: writes SQL, runs, stops, saves, runs what was saved.</summary>
[Collection(WebCollection.Name)]
public sealed class SqlEditorTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    // Long, and allowed: it counts some ten thousand million pairs.
    private const string Endless = "select count(*) as never from generate_series(1, 100000) a cross join generate_series(1, 100000) b";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_analyst_writes_with_completion_runs_and_sees_the_rows()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window, Role.Analyst);
        var page = window.Page;

        await Content(window).ClickAsync();
        await page.Keyboard.TypeAsync("select o.stat");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.TypeAsync(" from ord");
        await Option(window, "orders").ClickAsync();
        await page.Keyboard.TypeAsync(" o where o.tot");
        await Option(window, "total_amount").ClickAsync();
        await ReplaceAsync(window, "select status, coun");
        await Option(window, "count").ClickAsync();
        await page.Keyboard.TypeAsync("*) as n from orders group by status");
        await page.Keyboard.PressAsync("Control+Enter");

        var card = page.Locator(".run-view .card");
        await Expect(card.Locator(".card-title")).ToHaveTextAsync("3 rows");
        await Expect(card.Locator("result-grid[data-ready] tbody tr")).ToHaveCountAsync(3);
        await Expect(card.Locator(".provenance")).ToContainTextAsync("From shop.orders");
        await Expect(card.Locator("[data-export]")).ToBeVisibleAsync();
        await Expect(page.Locator(".runs li").First).ToContainTextAsync("select status, count(*) as n from orders group by status");
        await window.CheckAsync("the editor with a result");
        Assert.Empty(window.Errors);
        Assert.Equal(["127.0.0.1"], window.Hosts);
    }

    [Fact]
    public async Task What_is_refused_or_fails_is_said_and_marked_in_the_text()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window, Role.Analyst);

        await RunAsync(window, "select order_id,\n  pg_sleep(1)\nfrom orders");
        await Expect(window.Page.Locator(".run-refused")).ToContainTextAsync("line 2, column 3");
        await Expect(window.Page.Locator(".run-refused code")).ToHaveTextAsync("function_not_allowed");
        await Expect(window.Page.Locator(".cm-lintRange-error")).ToHaveTextAsync("pg_sleep");
        await RunAsync(window, "select 1 / (order_id - order_id) from orders");

        await Expect(window.Page.Locator(".run-refused")).ToContainTextAsync("A divisor is zero.");
        await Expect(window.Page.Locator(".run-refused code")).ToHaveTextAsync("22012");
        await RunAsync(window, $"select 1 -- {new string('x', 40_000)}");
        await Expect(window.Page.Locator(".run-refused code")).ToHaveTextAsync("too_long");
        await Expect(window.Page.Locator(".runs li")).ToHaveCountAsync(3);
        await window.CheckAsync("the editor with a refusal");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Stop_and_leaving_the_page_end_the_query_in_postgresql()
    {
        await using var window = await chromium.OpenAsync();
        var reader = await app.AddReaderAsync();
        await OpenAsync(window, Role.Analyst, app.As(reader));

        await RunAsync(window, Endless);
        await RunningAsync(reader, 1);
        await Button(window, "Stop").ClickAsync();

        await Expect(window.Page.Locator(".run-view")).ToContainTextAsync("Stopped.");
        await RunningAsync(reader, 0);
        await Expect(window.Page.Locator(".runs li").First).ToContainTextAsync("stopped");
        await Expect(Button(window, "Run")).ToBeVisibleAsync();
        await RunAsync(window, $"{Endless} -- again");
        await RunningAsync(reader, 1);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Data dictionary" }).ClickAsync();
        await RunningAsync(reader, 0);
    }

    [Fact]
    public async Task The_text_outlives_a_reload_and_a_run_of_before_comes_back_with_a_click()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window, Role.Analyst);
        await RunAsync(window, "select 41 as before_this");
        await Expect(window.Page.Locator(".runs li")).ToHaveCountAsync(1);

        await ReplaceAsync(window, "select 42 as half_wri");
        await window.Page.ReloadAsync();
        await ReadyAsync(window);
        await Expect(Content(window)).ToHaveTextAsync("select 42 as half_wri");
        await window.Page.Locator("[data-load-sql]").ClickAsync();

        await Expect(Content(window)).ToHaveTextAsync("select 41 as before_this");
        await window.Page.Keyboard.PressAsync("Control+z");
        await Expect(Content(window)).ToHaveTextAsync("select 42 as half_wri");
    }

    [Fact]
    public async Task Format_moves_words_and_changes_none()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window, Role.Analyst);
        await ReplaceAsync(window, "select status, count(*) from orders where order_id > :first group by status");
        await window.Page.Keyboard.PressAsync("Escape");

        await Button(window, "Format").ClickAsync();

        await Expect(window.Page.Locator(".cm-line").Nth(1)).ToHaveTextAsync("  status,");
        await Expect(window.Page.Locator(".cm-line", new() { HasText = "order_id > :first" })).ToHaveCountAsync(1);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_text_with_a_parameter_is_run_saved_found_and_run_with_another_value()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window, Role.Analyst);
        var page = window.Page;

        await RunAsync(window, "select order_id from orders where order_id <= :last order by 1");
        await page.GetByLabel("Type of last").SelectOptionAsync("Integer");
        await page.GetByLabel("Value of last").FillAsync("2");
        await Button(window, "Run").ClickAsync();
        await Expect(page.Locator(".run-view .card-title")).ToHaveTextAsync("2 rows");
        await Button(window, "Save…").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("First orders");
        await page.GetByRole(AriaRole.Form, new() { Name = "Save the query" }).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.Locator(".saved a").ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("First orders");
        await page.GetByLabel("Value of last").FillAsync("many");
        await Button(window, "Run").ClickAsync();
        await Expect(page.Locator(".run-refused")).ToContainTextAsync("Give a whole number.");
        await page.GetByLabel("Value of last").FillAsync("5");
        await Button(window, "Run").ClickAsync();
        await Expect(page.Locator("result-grid[data-ready] tbody tr")).ToHaveCountAsync(5);
        await window.CheckAsync("a saved query");
        await page.GotoAsync($"{app.Url}/p/{visitor.Slug}/queries");
        await page.Locator(".queries-page[data-live=yes]").WaitForAsync();
        await page.Locator("#find-query").FillAsync("first ord");
        await Expect(page.Locator(".query-list li")).ToHaveCountAsync(1);
        await window.CheckAsync("the list of saved queries");
        await page.Locator("#find-query").FillAsync("nothing such");
        await Expect(page.Locator(".query-list li")).ToHaveCountAsync(0);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task An_edit_keeps_what_was_before_and_the_slower_of_two_is_told()
    {
        await using var one = await chromium.OpenAsync();
        await using var other = await chromium.OpenAsync();
        var visitor = await OpenAsync(one, Role.Analyst);
        await SaveAsync(one, visitor, "Count", "select 1 as n");
        var address = one.Page.Url;
        await other.SignInAsync(await app.AddLinkAsync(visitor, Token));
        await other.Page.GotoAsync(address);
        foreach (var window in (Window[])[one, other])
        {
            await window.Page.Locator(".queries-page[data-live=yes]").WaitForAsync();
            await Button(window, "Edit").ClickAsync();
        }

        await one.Page.GetByLabel("Description").FillAsync("The first.");
        await Button(one, "Save").ClickAsync();
        await Expect(one.Page.Locator(".query")).ToContainTextAsync("The first.");
        await other.Page.GetByLabel("Description").FillAsync("The second.");
        await Button(other, "Save").ClickAsync();
        await Expect(other.Page.Locator(".query-form .problem")).ToContainTextAsync("changed meanwhile");
        await one.Page.Locator(".version summary").Last.ClickAsync();
        await Button(one, "Make this the current version").ClickAsync();

        await Expect(one.Page.Locator(".query .hint").First).ToContainTextAsync("version 3");
        await Expect(one.Page.Locator(".query")).Not.ToContainTextAsync("The first.");
        await Button(one, "Remove").ClickAsync();
        await Button(one, "Remove").ClickAsync();
        await Expect(one.Page.Locator(".empty h1")).ToHaveTextAsync("No saved query yet");
    }

    [Fact]
    public async Task An_answer_is_opened_in_the_editor_and_saved()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Analyst, "offline", Token)).Link);
        await window.AskAsync("How many orders by status?");
        var chat = window.LastTurn("done");

        await chat.GetByRole(AriaRole.Link, new() { Name = "Edit and run" }).ClickAsync();
        await ReadyAsync(window);
        await Expect(Content(window)).ToContainTextAsync("count(*)");
        await Content(window).ClickAsync();
        await window.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(window.Page.Locator(".run-view .card-title")).ToHaveTextAsync("3 rows");
        await window.Page.GoBackAsync();
        await window.LastTurn("done").GetByRole(AriaRole.Link, new() { Name = "Save" }).ClickAsync();
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("By status");
        await Button(window, "Save").ClickAsync();

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("By status");
        await Expect(window.Page.Locator(".query .code")).ToContainTextAsync("count(*)");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_viewer_is_told_why_not_by_the_pages_and_by_http()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await Expect(window.Page.Locator(".side").GetByText("SQL editor")).ToHaveCountAsync(0);

        foreach (var path in (string[])["sql", "queries", "queries/new", $"queries/{Guid.NewGuid()}"])
            await SeesAsync(window, $"{app.Url}/p/{visitor.Slug}/{path}", "analyst or admin");

        using var client = await app.SignInAsync(visitor with { Link = await app.AddLinkAsync(visitor, Token) }, Token);
        using var vocabulary = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/sql/vocabulary", Token);
        Assert.Equal(HttpStatusCode.Forbidden, vocabulary.StatusCode);
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task The_editor_and_the_saved_queries_are_for_everybody(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await OpenAsync(window, Role.Analyst);
        await RunAsync(window, "select * from orders order by order_id -- all of them\n");
        await window.Page.Locator("result-grid[data-ready]").WaitForAsync();
        await window.CheckAsync("the editor");
        await Button(window, "Save…").ClickAsync();
        await window.CheckAsync("the form");
        await SaveAsync(window, visitor, "Late orders", "select * from orders where ordered_at >= :since and note like :word");
        await window.Page.Locator(".version summary").First.ClickAsync();
        await window.CheckAsync("the saved query");
    }

    private Task RunningAsync(string reader, int count) => app.UntilAsync(
        $"select count(*) = {count} from pg_stat_activity where usename = '{reader}' and state = 'active' and query like '%never%'", Token);

    private static async Task SeesAsync(Window window, string address, string words)
    {
        await window.Page.GotoAsync(address);
        await Expect(window.Page.Locator(".empty")).ToContainTextAsync(words);
        await Expect(window.Page.Locator("sql-editor")).ToHaveCountAsync(0);
    }

    private static ILocator Button(Window window, string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Content(Window window) => window.Page.Locator("sql-editor .cm-content");

    private static ILocator Option(Window window, string label) =>
        window.Page.Locator(".cm-tooltip-autocomplete li[aria-selected] .cm-completionLabel", new() { HasTextRegex = new($"^{label}$") });

    private static async Task ReplaceAsync(Window window, string sql)
    {
        await Content(window).ClickAsync();
        await window.Page.Keyboard.PressAsync("Control+a");
        await window.Page.Keyboard.InsertTextAsync(sql[..^1]);
        await window.Page.Keyboard.TypeAsync(sql[^1..]);
    }

    private static async Task RunAsync(Window window, string sql)
    {
        await Content(window).FillAsync(sql);
        await Content(window).PressAsync("Control+Enter");
    }

    private static Task ReadyAsync(Window window) => window.Page.Locator("sql-editor[live=yes][data-ready][data-words]").WaitForAsync();

    private async Task<Visitor> OpenAsync(Window window, Role role, Action<Project>? configure = null)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token, configure);
        await window.SignInAsync(visitor.Link);
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/sql");
        await ReadyAsync(window);
        return visitor;
    }

    private async Task SaveAsync(Window window, Visitor visitor, string name, string sql)
    {
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/queries/new");
        await ReadyAsync(window);
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Content(window).FillAsync(sql);
        await Button(window, "Save").ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync(name);
    }
}
