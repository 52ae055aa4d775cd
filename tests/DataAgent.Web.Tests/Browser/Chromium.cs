using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DataAgent.Web.Tests.Browser;

/// <summary>One Chromium for the tests of a class. It never fetches a browser itself: the one of the system is used, or the tests are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // The same browser without windows takes half of the processor's time.
    private static readonly string[] _programs = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (_programs.FirstOrDefault(File.Exists) is not { } program)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A fresh window. Requests to other hosts and errors of scripts are gathered.</summary>
    public async Task<Window> OpenAsync(int width = 1280, int height = 860, bool dark = false)
    {
        Assert.SkipWhen(_browser is null, "There is no browser. Install chromium-headless-shell or chromium (scripts/setup --tests) to run the tests in one.");
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        // A machine that builds and tests at once is slow; a page that hangs still fails.
        context.SetDefaultTimeout(90_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        return new Window(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

public sealed partial class Window : IAsyncDisposable
{
    private static readonly AxeRunOptions _wcag = new() { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") };

    private readonly IBrowserContext _context;

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Request += (_, request) => Hosts.Add(new Uri(request.Url).Host);
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }
    public HashSet<string> Hosts { get; } = [];
    public List<string> Errors { get; } = [];

    /// <summary>Opens the link and waits until the page is live.</summary>
    public async Task SignInAsync(string link)
    {
        await Page.GotoAsync(link);
        await LiveAsync();
    }

    public Task LiveAsync() => Page.Locator("#ask[data-live=yes]").WaitForAsync();

    public async Task AskAsync(string question)
    {
        await Page.Locator("#ask").FillAsync(question);
        await Page.Locator("#ask").PressAsync("Enter");
    }

    /// <summary>The page as it is now is no wider than the window and breaks no rule of WCAG 2.2 AA. Its picture goes to DATAAGENT_PICTURES, if that is a folder.</summary>
    /// <param name="what">What it shows; null: what its address says.</param>
    public async Task CheckAsync(string? what = null)
    {
        var name = what ?? new Uri(Page.Url).AbsolutePath;
        if (Environment.GetEnvironmentVariable("DATAAGENT_PICTURES") is { } folder)
        {
            var look = await Page.EvaluateAsync<string>("() => `${innerWidth}-${matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'}`");
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{Unsafe().Replace(name, "-").Trim('-')}-{look}.png") });
        }

        var overflow = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(overflow <= 0, $"{name} is {overflow} pixels too wide.");
        // "Export@Icons.Of(…)" is an e-mail address to Razor.
        Assert.DoesNotContain("@Icons", await Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        var found = await Page.RunAxe(_wcag);
        Assert.True(found.Violations.Length == 0, string.Join("\n", found.Violations.Select(v => $"{name}: {v.Id} × {v.Nodes.Length}, first {v.Nodes[0].Html}")));
    }

    [GeneratedRegex("[^a-z0-9]+|[0-9a-f]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Unsafe();

    public ILocator LastTurn(string status) => Page.Locator($".turn[data-status={status}]").Last;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _context.DisposeAsync();
        }
        catch (PlaywrightException e) when (e.Message.Contains("has been closed", StringComparison.Ordinal))
        {
            // The test has said what it had to say, and what was to be closed is.
        }
    }
}
