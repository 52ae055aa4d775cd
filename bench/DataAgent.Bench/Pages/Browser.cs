using System.Text.Json;
using DataAgent.Bench.Agent;
using Microsoft.Playwright;

namespace DataAgent.Bench.Pages;

/// <summary>Chromium and what drives it, in a process of its own. Standard input says what to do.</summary>
internal static class Browser
{
    public const string Command = "pages-outside";

    private const int Rounds = 7, OpenAtOnce = 4;

    // The same browser without windows first.
    private static readonly string[] _programs = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"];

    public static async Task<int> RunAsync()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = _programs.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("There is no chromium (scripts/setup --tests)."),
            // Hundreds of pages share one process, as hundreds of people do not: their machines are not measured.
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--process-per-site", "--disable-renderer-backgrounding"],
        });
        IReadOnlyList<IPage> kept = [];
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var order = JsonSerializer.Deserialize<PageOrder>(line)!;
            switch (order.Kind)
            {
                case "first":
                    Say(await FirstAsync(browser, order));
                    break;
                case "open":
                    kept = await OpenAsync(await NewContextAsync(browser, order), order);
                    Say(new());
                    break;
                case "close":
                    // As people leave: the page says that it goes.
                    foreach (var some in kept.Chunk(OpenAtOnce))
                        await Task.WhenAll(some.Select(page => page.GotoAsync("about:blank")));
                    await kept[0].Context.CloseAsync();
                    Say(new());
                    break;
                default:
                    Say(await StreamAsync(browser, order));
                    break;
            }
        }

        return 0;
    }

    private static void Say(PageSight sight) => Console.WriteLine(JsonSerializer.Serialize(sight));

    private static async Task<IBrowserContext> NewContextAsync(IBrowser browser, PageOrder order)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        context.SetDefaultTimeout(180_000);
        await context.AddCookiesAsync(order.Cookie.Split("; ").Select(pair => pair.Split('=', 2)).Select(pair => new Cookie { Name = pair[0], Value = pair[1], Url = order.Url }));
        return context;
    }

    private static async Task<IReadOnlyList<IPage>> OpenAsync(IBrowserContext context, PageOrder order)
    {
        List<IPage> pages = [];
        while (pages.Count < order.Count)
        {
            pages.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(OpenAtOnce, order.Count - pages.Count)).Select(async _ =>
            {
                var page = await context.NewPageAsync();
                await page.GotoAsync(order.Url + order.Path);
                await LiveAsync(page);
                return page;
            })));
        }

        return pages;
    }

    private static Task LiveAsync(IPage page) => page.Locator("#ask[data-live=yes]").WaitForAsync();

    /// <summary>Medians; with nothing cached, all that the page fetches until it is quiet.</summary>
    private static async Task<PageSight> FirstAsync(IBrowser browser, PageOrder order)
    {
        List<double> sizes = [], times = [];
        for (var round = -1; round < Rounds; round++)
        {
            await using var context = await NewContextAsync(browser, order);
            var page = await context.NewPageAsync();
            var network = await context.NewCDPSessionAsync(page);
            var bytes = 0.0;
            network.Event("Network.loadingFinished").OnEvent += (_, said) => bytes += said!.Value.GetProperty("encodedDataLength").GetDouble();
            await network.SendAsync("Network.enable");
            var live = await Figures.TimeAsync(async () =>
            {
                await page.GotoAsync(order.Url + order.Path, new() { WaitUntil = WaitUntilState.Commit });
                await LiveAsync(page);
            });
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await page.WaitForTimeoutAsync(700);
            if (round < 0)
                continue;
            sizes.Add(bytes / 1024);
            times.Add(live);
        }

        return new(Figures.Median(sizes), Figures.Median(times));
    }

    /// <summary>The same question on so many pages at once: <c>stream DELTAS 1 MICROSECONDS</c>.</summary>
    private static async Task<PageSight> StreamAsync(IBrowser browser, PageOrder order)
    {
        await using var context = await NewContextAsync(browser, order);
        await context.AddInitScriptAsync("""
            window.gaps = []; window.long = 0;
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
        var pages = await OpenAsync(context, order);
        var words = order.Question.Split(' ');
        var lasts = TimeSpan.FromMicroseconds(double.Parse(words[1]) * double.Parse(words[3])).TotalMilliseconds;
        var took = await Figures.TimeAsync(() => Task.WhenAll(pages.Select(async page =>
        {
            await page.Locator("#ask").FillAsync(order.Question);
            await page.Locator("#ask").PressAsync("Enter");
            await page.Locator(".turn[data-status=done]").WaitForAsync();
        })));
        var gaps = (await Task.WhenAll(pages.Select(page => page.EvaluateAsync<double[]>("() => window.gaps")))).SelectMany(g => g).Order().ToList();
        var frames = (await Task.WhenAll(pages.Select(page => page.EvaluateAsync<double>("() => window.long")))).Sum();
        return new(Gap: gaps[gaps.Count * 99 / 100], LongestGap: gaps[^1], LongGaps: gaps.Count(gap => gap > 150), LongFrames: frames, Late: took - lasts);
    }
}
