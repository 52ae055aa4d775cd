using DataAgent.Projects;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class GuideTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly AxeRunOptions _rules =
        new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } };

    private static readonly string[] _paths =
        ["guide", "guide/cli", "guide/api", "guide/configuration", "guide/safety", "guide/setup-by-curl", "guide?q=limits", "guide/no-such-page"];

    /// <summary>How far the page, or what scrolls in it, is too wide.</summary>
    private const string Overflow = """
        () => Math.max(document.documentElement.scrollWidth - innerWidth,
          ...[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth))
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_from_the_sidebar_and_its_search_finds_a_page()
    {
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Guide", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Guide", Level = 1 })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search the guide" }).FillAsync("rotating keys");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Operations › Rotating keys" }).ClickAsync();

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Rotating keys" })).ToBeInViewportAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Next Configuration" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Configuration", Level = 1 })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Your projects" }).ClickAsync();
        await window.LiveAsync();
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task It_opens_from_the_page_to_sign_in_and_code_is_copied()
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.GotoAsync($"{app.Url}/sign-in");

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Read the guide" }).ClickAsync();
        await window.Page.Locator(".guide").GetByRole(AriaRole.Link, new() { Name = "Your first answer" }).ClickAsync();
        await window.Page.Locator(".guide .code button").First.ClickAsync();

        await Expect(window.Page.Locator(".guide .code button").First).ToHaveTextAsync("Copied");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(window.Errors);
        Assert.Equal(["127.0.0.1"], window.Hosts);
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task Everybody_can_read_it(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        List<string> wrong = [];
        foreach (var path in _paths)
        {
            await window.Page.GotoAsync($"{app.Url}/{path}");
            var overflow = await window.Page.EvaluateAsync<int>(Overflow);
            if (overflow > 0)
                wrong.Add($"{path}: {overflow} pixels too wide");
            wrong.AddRange((await window.Page.RunAxe(_rules)).Violations.Select(v => $"{path}: {v.Id}: {v.Nodes[0].Html}"));
            if (Environment.GetEnvironmentVariable("SHOTS") is { } folder)
            {
                var file = $"{path.Replace('/', '-').Replace('?', '-')}-{width}-{(dark ? "dark" : "light")}.png";
                await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file) });
            }
        }

        Assert.Empty(wrong);
        // A page that is not there answers 404, which the console counts as an error of its own.
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task On_a_phone_the_contents_are_a_drawer()
    {
        await using var window = await chromium.OpenAsync(390);
        await window.Page.GotoAsync($"{app.Url}/guide/export");
        var contents = window.Page.GetByRole(AriaRole.Complementary, new() { Name = "Contents of the guide" });
        await Expect(contents).ToBeHiddenAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show the contents" }).ClickAsync();
        await contents.GetByRole(AriaRole.Link, new() { Name = "Charts" }).ClickAsync();

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Charts", Level = 1 })).ToBeVisibleAsync();
        await Expect(contents).ToBeHiddenAsync();
    }
}
