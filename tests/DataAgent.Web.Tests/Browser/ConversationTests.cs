using DataAgent.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>The list of conversations, links to answers, and what could be asked next.</summary>
[Collection(WebCollection.Name)]
public sealed class ConversationTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pinned_conversation_stays_on_top()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);
        await AskAsync(window, "How many orders are there?");
        await window.Page.ClickAsync("a.new");
        await AskAsync(window, "How many customers are there?");
        var history = window.Page.Locator(".history");
        await Expect(history.Locator("li a")).ToHaveTextAsync(["How many customers are there?", "How many orders are there?"]);

        await history.Locator("li", new() { HasTextString = "orders" }).HoverAsync();
        await history.GetByRole(AriaRole.Button, new() { Name = "Pin How many orders are there?" }).ClickAsync();

        await Expect(history.Locator("h2")).ToHaveTextAsync(["Pinned", "Today"]);
        await window.Page.ReloadAsync();
        await Expect(history.Locator("li a")).ToHaveTextAsync(["How many orders are there?", "How many customers are there?"]);
        await window.LiveAsync();
        await history.Locator("li", new() { HasTextString = "orders" }).HoverAsync();
        await history.GetByRole(AriaRole.Button, new() { Name = "Unpin How many orders are there?" }).ClickAsync();
        await Expect(history.Locator("h2")).ToHaveTextAsync(["Today"]);
        Assert.Empty(window.Errors);
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task What_could_be_asked_next_is_asked_with_a_click_and_a_link_leads_to_an_answer(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        await window.SignInAsync(visitor.Link);
        await AskAsync(window, "How many orders by status?");
        await window.CheckAsync("follow-ups");

        await window.Page.Locator("follow-ups").GetByRole(AriaRole.Button, new() { Name = "Show this as a bar chart" }).ClickAsync();
        await window.LastTurn("done").Locator("plot-figure").WaitForAsync();
        await Expect(window.Page.Locator(".turn")).ToHaveCountAsync(2);
        await Expect(window.Page.Locator("#ask")).ToHaveValueAsync("");
        await Expect(window.Page.Locator("follow-ups").GetByText("chart")).ToHaveCountAsync(0);

        var link = (await window.Page.Locator(".turn").First.Locator("[data-copy-link]").GetAttributeAsync("data-copy-link"))!;
        await window.Page.GotoAsync(app.Url + link);
        await window.LiveAsync();
        await Expect(window.Page.Locator(".turn[data-linked]")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".turn[data-linked] .question")).ToBeInViewportAsync();
        await window.CheckAsync("linked");

        await window.Page.GotoAsync($"{app.Url}{link[..link.IndexOf('?')]}?run={Guid.NewGuid()}");
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is not in this conversation any more");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_link_shows_an_earlier_version_without_making_it_the_one_to_go_on_from()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);
        await AskAsync(window, "How many orders are there?");
        var link = (await window.Page.Locator("[data-copy-link]").GetAttributeAsync("data-copy-link"))!;
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Ask again" }).ClickAsync();
        await Expect(window.Page.Locator(".versions")).ToContainTextAsync("2 of 2");
        await window.LastTurn("done").WaitForAsync();

        await window.Page.GotoAsync(app.Url + link);
        await Expect(window.Page.Locator(".versions")).ToContainTextAsync("1 of 2");
        await window.Page.GotoAsync(app.Url + link[..link.IndexOf('?')]);
        await Expect(window.Page.Locator(".versions")).ToContainTextAsync("2 of 2");
    }

    private static async Task AskAsync(Window window, string question)
    {
        await window.AskAsync(question);
        await window.LastTurn("done").WaitForAsync();
    }

    /// <summary>A table grows in the moment between the page's own scrolling and the browser's word of it: nobody has scrolled away.</summary>
    [Fact]
    public async Task The_end_stays_in_view_while_things_fill_in_until_its_reader_scrolls_up()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);
        await window.AskAsync("select order_id, total_amount from orders order by order_id limit 20");
        await Expect(window.LastTurn("done").Locator("result-grid[data-ready]")).ToBeVisibleAsync();

        Assert.Equal(0, await LeftBelowAsync(window, scrollsUp: false));
        Assert.True(await LeftBelowAsync(window, scrollsUp: true) > 300);
    }

    /// <returns>Pixels between what is seen and the end.</returns>
    private static Task<int> LeftBelowAsync(Window window, bool scrollsUp) => window.Page.EvaluateAsync<int>("""
        async scrollsUp => {
          const area = document.querySelector('[data-scroll]'), drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          const grow = () => area.append(Object.assign(document.createElement('div'), { style: 'height: 500px' }));
          grow();
          document.dispatchEvent(new Event('filled'));
          grow();
          await drawn();
          if (scrollsUp) area.scrollTop -= 400;
          await drawn();
          document.dispatchEvent(new Event('filled'));
          await drawn();
          return Math.round(area.scrollHeight - area.scrollTop - area.clientHeight);
        }
        """, scrollsUp);
}
