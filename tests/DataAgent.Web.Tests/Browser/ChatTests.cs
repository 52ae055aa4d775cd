using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>The page as a person meets it: the real host, a real browser, a scripted model.</summary>
[Collection(WebCollection.Name)]
public sealed class ChatTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private const string ChartQuestion = "Bar chart of orders by status";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_shows_its_sql_its_rows_and_its_chart_and_a_reload_shows_the_same()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);

        await window.AskAsync(ChartQuestion);
        await window.LastTurn("done").WaitForAsync();
        var live = await EvidenceAsync(window.Page);
        await window.Page.ReloadAsync();
        await window.LiveAsync();
        var reloaded = await EvidenceAsync(window.Page);

        Assert.Contains("count(*)", live.Sql);
        Assert.Equal(3, live.Rows);
        Assert.NotEqual("", live.Text);
        Assert.Equal(live, reloaded);
        Assert.Empty(window.Errors);
        Assert.Equal(["127.0.0.1"], window.Hosts);
    }

    [Fact]
    public async Task Who_is_no_member_any_more_is_told_when_they_ask()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await using (var db = await app.OpenPlatformAsync(Token))
            await db.Memberships.Where(m => m.UserId == visitor.UserId).ExecuteDeleteAsync(Token);

        await window.AskAsync("How many orders are there?");

        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("You are not a member of this project any more, so the question was not sent.");
        await Expect(window.Page.Locator("#ask")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Stop_ends_an_answer_and_says_so()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "anthropic", Token)).Link);
        app.Model.Then(new ModelTurn([new TextPiece(["Let me think"]), new WaitPiece(Task.Delay(Timeout.Infinite, Token))], "end_turn"));

        await window.AskAsync("Something long");
        await Expect(window.Page.Locator(".prose")).ToContainTextAsync("Let me think");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Stop the answer" }).ClickAsync();

        await Expect(window.LastTurn("stopped").Locator(".ended")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Send the question" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reload_in_the_middle_of_an_answer_watches_it_to_its_end()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "anthropic", Token)).Link);
        var gate = new TaskCompletionSource();
        app.Model.Then(new ModelTurn([new TextPiece(["The first half"]), new WaitPiece(gate.Task), new TextPiece([", and the second half."])], "end_turn"));
        await window.AskAsync("Tell me slowly");
        await Expect(window.Page.Locator(".prose")).ToContainTextAsync("The first half");

        await window.Page.ReloadAsync();
        await window.LiveAsync();
        await Expect(window.Page.Locator(".prose")).ToContainTextAsync("The first half");
        gate.SetResult();

        await Expect(window.LastTurn("done").Locator(".prose")).ToHaveTextAsync("The first half, and the second half.");
    }

    [Fact]
    public async Task A_question_half_written_survives_a_reload()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);

        await window.Page.Locator("#ask").PressSequentiallyAsync("How many ord");
        await window.Page.ReloadAsync();
        await window.LiveAsync();

        await Expect(window.Page.Locator("#ask")).ToHaveValueAsync("How many ord");
    }

    [Fact]
    public async Task Typing_goes_on_undisturbed_when_the_page_comes_to_life()
    {
        await using var window = await chromium.OpenAsync();
        var connect = new TaskCompletionSource();
        await window.Page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await connect.Task;
            await route.ContinueAsync();
        });
        await window.Page.GotoAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);

        await window.Page.Locator("#ask").PressSequentiallyAsync("How many ");
        connect.SetResult();
        await window.LiveAsync();
        await window.Page.Keyboard.TypeAsync("orders", new() { Delay = 30 });

        await Expect(window.Page.Locator("#ask")).ToHaveValueAsync("How many orders");
        await Expect(window.Page.Locator("#ask")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Rows_can_be_sorted_and_filtered_and_are_drawn_only_where_one_looks()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "anthropic", Token)).Link);
        app.Model.Then(Says.Call("a", "execute_sql", """{"query":"select order_id, total_amount, note from orders order by order_id"}"""), Says.Text("Here they are."));
        await window.AskAsync("All orders");
        var card = window.LastTurn("done").Locator(".card");
        await card.Locator("result-grid[data-ready]").WaitForAsync();

        await Expect(card.Locator(".card-title")).ToHaveTextAsync("First 500 rows of more");
        Assert.True(await card.Locator("tbody tr").CountAsync() < 80);
        await card.GetByRole(AriaRole.Button, new() { Name = "total_amount" }).ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "total_amount" }).ClickAsync();
        await Expect(card.Locator("tbody tr").First.Locator("td").Nth(1)).ToHaveTextAsync("617,283.9450617000");
        await Expect(card.Locator("td.null").First).ToHaveTextAsync("null");
        await card.Locator("[data-grid-filter]").FillAsync("1234.5678901234");
        await Expect(card.Locator(".grid-note")).ToContainTextAsync("1 of the 500 rows");
    }

    [Fact]
    public async Task A_column_gets_another_width_by_its_edge_and_by_the_keyboard_and_gets_its_own_back()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);
        await window.AskAsync("How many orders by status?");
        var heading = window.LastTurn("done").Locator("result-grid[data-ready] th").First;
        var before = (await heading.BoundingBoxAsync())!;

        await window.Page.Mouse.MoveAsync(before.X + before.Width - 3, before.Y + 10);
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync(before.X + before.Width + 117, before.Y + 10);
        await window.Page.Mouse.UpAsync();
        var dragged = (await heading.BoundingBoxAsync())!;
        await heading.GetByRole(AriaRole.Button).PressAsync("Shift+ArrowLeft");
        var pressed = (await heading.BoundingBoxAsync())!;
        await heading.GetByRole(AriaRole.Button).PressAsync("Shift+Home");
        var given = (await heading.BoundingBoxAsync())!;

        Assert.Equal(before.Width + 120, dragged.Width, 1.0);
        Assert.Equal(before.Width + 104, pressed.Width, 1.0);
        Assert.Equal(before.Width, given.Width, 1.0);
        Assert.Equal("none", await heading.GetAttributeAsync("aria-sort"));
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    public async Task The_page_is_accessible_and_fits(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await Expect(window.Page.Locator(".starters")).ToBeVisibleAsync();
        await window.CheckAsync("new conversation");
        await window.AskAsync(ChartQuestion);
        await window.LastTurn("done").WaitForAsync();
        await window.Page.Locator("plot-figure[data-ready]").WaitForAsync();
        foreach (var step in await window.Page.Locator(".step summary").AllAsync())
            await step.ClickAsync();
        await window.CheckAsync("an answer");
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/dictionary?table=orders");
        await window.Page.Locator(".table-detail h2").WaitForAsync();
        await window.CheckAsync("the dictionary");
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_page_comes_back_by_itself()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);
        await window.AskAsync("How many customers are there?");
        await window.LastTurn("done").WaitForAsync();

        await window.Page.EvaluateAsync("() => { window.isOld = true; }");

        await app.RestartAsync();

        await window.Page.WaitForFunctionAsync("() => !window.isOld");
        await window.LiveAsync();
        await window.AskAsync("How many orders are there?");
        await Expect(window.Page.Locator(".turn[data-status=done]")).ToHaveCountAsync(2);
    }

    private static async Task<Evidence> EvidenceAsync(IPage page)
    {
        await page.Locator("result-grid[data-ready]").First.WaitForAsync();
        await page.Locator("plot-figure[data-ready]").First.WaitForAsync();
        return new Evidence(
            await page.Locator(".step-line").First.InnerTextAsync(),
            await page.Locator(".turn > .card result-grid tbody tr").CountAsync(),
            await page.Locator(".prose").InnerTextAsync());
    }

    private sealed record Evidence(string Sql, int Rows, string Text);
}
