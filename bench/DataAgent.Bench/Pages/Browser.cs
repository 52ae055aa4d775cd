using System.Text.Json;
using DataAgent.Bench.Agent;
using Microsoft.Playwright;

namespace DataAgent.Bench.Pages;

/// <summary>Chromium and what drives it, and pages without it, in a process of its own. Standard input says what to do.</summary>
internal sealed class Browser(IBrowser chromium)
{
    public const string Command = "pages-outside";

    private const int Rounds = 7, OpenAtOnce = 4;

    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(60);

    // The same browser without windows first.
    private static readonly string[] _programs = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"];

    private readonly List<IPage> _pages = [];
    private readonly List<Circuit> _circuits = [];

    public static async Task<int> RunAsync()
    {
        ThreadPool.SetMinThreads(16, 16);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = _programs.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("There is no chromium (scripts/setup --tests)."),
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-renderer-backgrounding"],
        });
        var browser = new Browser(chromium);
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var order = JsonSerializer.Deserialize<PageOrder>(line)!;
            Console.WriteLine(JsonSerializer.Serialize(order.Kind switch
            {
                "first" => await browser.FirstAsync(order),
                "open" => await browser.OpenAsync(order),
                "ask" => await browser.AskAsync(order),
                "close" => await browser.CloseAsync(),
                _ => throw new InvalidOperationException(order.Kind),
            }));
        }

        return 0;
    }

    /// <summary>Medians; with nothing cached, all that the page fetches until it is quiet.</summary>
    private async Task<PageSight> FirstAsync(PageOrder order)
    {
        List<double> sizes = [], lives = [], drawings = [], tasks = [];
        for (var round = -1; round < Rounds; round++)
        {
            await using var context = await NewContextAsync(order);
            var page = await context.NewPageAsync();
            var network = await context.NewCDPSessionAsync(page);
            var bytes = 0.0;
            network.Event("Network.loadingFinished").OnEvent += (_, said) => bytes += said!.Value.GetProperty("encodedDataLength").GetDouble();
            await network.SendAsync("Network.enable");
            var drawn = await Figures.TimeAsync(async () =>
            {
                await page.GotoAsync(order.Url + order.Path, new() { WaitUntil = WaitUntilState.Commit });
                await LiveAsync(page);
                if (await page.Locator("plot-figure").CountAsync() > 0)
                    await page.Locator("plot-figure[data-ready]").First.WaitForAsync();
            });
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await page.WaitForTimeoutAsync(700);
            if (round < 0)
                continue;
            sizes.Add(bytes / 1024);
            lives.Add(await page.EvaluateAsync<double>("() => window.live"));
            drawings.Add(drawn);
            tasks.Add(await page.EvaluateAsync<double>("() => window.longest"));
        }

        return new(Figures.Median(sizes), Figures.Median(lives), Figures.Median(drawings), Figures.Median(tasks));
    }

    private async Task<PageSight> OpenAsync(PageOrder order)
    {
        // Another context for each page: a person's pages share a process, those of many people do not.
        await DoAsync(order.Count, async () =>
        {
            var page = await (await NewContextAsync(order)).NewPageAsync();
            await page.GotoAsync(order.Url + order.Path);
            await LiveAsync(page);
            _pages.Add(page);
        });
        var http = new HttpClient { BaseAddress = new(order.Url), DefaultRequestHeaders = { { "Cookie", order.Cookie } } };
        await DoAsync(order.Circuits, async () => _circuits.Add(await Circuit.OpenAsync(http, new(order.Url + order.Path), order.Cookie)));
        return new();
    }

    private async Task<PageSight> CloseAsync()
    {
        foreach (var page in _pages)
        {
            // As people leave: the page says that it goes.
            await page.GotoAsync("about:blank");
            await page.Context.CloseAsync();
        }

        foreach (var circuit in _circuits)
            await circuit.DisposeAsync();
        _pages.Clear();
        _circuits.Clear();
        return new();
    }

    /// <summary>The same question on all pages, one soon after another: <c>stream DELTAS 1 MICROSECONDS</c>.</summary>
    private async Task<PageSight> AskAsync(PageOrder order)
    {
        var words = order.Question.Split(' ');
        var lasts = TimeSpan.FromMicroseconds(double.Parse(words[1]) * double.Parse(words[3])).TotalMilliseconds;
        var took = await Figures.TimeAsync(async () =>
        {
            IEnumerable<Func<Task>> askers =
            [
                .. _circuits.Select<Circuit, Func<Task>>(circuit => () => circuit.AskAsync(order.Question)),
                .. _pages.Select<IPage, Func<Task>>(page => async () =>
                {
                    await page.Locator("#ask").FillAsync(order.Question);
                    await page.Locator("#ask").PressAsync("Enter");
                    await page.Locator(".turn[data-status=done]").WaitForAsync();
                }),
            ];
            // People do not ask all in the same instant.
            await Task.WhenAll(askers.Select(async (ask, i) =>
            {
                await Task.Delay(i * Spread);
                await ask();
            }));
        }) - (_circuits.Count + _pages.Count - 1) * Spread.TotalMilliseconds;
        var gaps = (await Task.WhenAll(_pages.Select(page => page.EvaluateAsync<double[]>("() => window.gaps")))).SelectMany(g => g);
        var frames = (await Task.WhenAll(_pages.Select(page => page.EvaluateAsync<double>("() => window.long")))).Sum();
        return new(InBrowser: Gaps.Of(gaps), InCircuits: Gaps.Of(_circuits.SelectMany(circuit => circuit.Gaps)), LongFrames: frames, Late: took - lasts);
    }

    private static async Task DoAsync(int count, Func<Task> one)
    {
        for (var done = 0; done < count; done += OpenAtOnce)
            await Task.WhenAll(Enumerable.Range(0, Math.Min(OpenAtOnce, count - done)).Select(_ => one()));
    }

    private async Task<IBrowserContext> NewContextAsync(PageOrder order)
    {
        var context = await chromium.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        context.SetDefaultTimeout(180_000);
        await context.AddCookiesAsync(order.Cookie.Split("; ").Select(pair => pair.Split('=', 2)).Select(pair => new Cookie { Name = pair[0], Value = pair[1], Url = order.Url }));
        await context.AddInitScriptAsync("""
            window.gaps = []; window.long = 0; window.longest = 0;
            new MutationObserver((_, self) => {
              if (!document.querySelector('#ask[data-live=yes]')) return;
              window.live = performance.now();
              self.disconnect();
            }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-live'] });
            new PerformanceObserver(list => { window.longest = Math.max(window.longest, ...list.getEntries().map(e => e.duration)); }).observe({ entryTypes: ['longtask'] });
            document.addEventListener('DOMContentLoaded', () => {
              let seen = 0, at = 0;
              new MutationObserver(() => {
                const turn = document.querySelector('.turn'), now = performance.now();
                const length = turn?.querySelector('.prose')?.textContent.length ?? 0;
                if (length === seen) return;
                if (seen) window.gaps.push(now - at);
                [seen, at] = [length, now];
              }).observe(document.body, { childList: true, subtree: true, characterData: true });
              new PerformanceObserver(list => { if (at) window.long += list.getEntries().length; }).observe({ entryTypes: ['longtask'] });
            });
            """);
        return context;
    }

    private static Task LiveAsync(IPage page) => page.Locator("#ask[data-live=yes]").WaitForAsync();
}
