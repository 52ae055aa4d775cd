using System.Diagnostics;
using DataAgent.Bench.Agent;
using DataAgent.Conversations;

namespace DataAgent.Bench.Pages;

/// <summary>The page in a real browser: how soon it is there, what it fetches, what an open one costs the server, and whether text flows.</summary>
internal static class PagesBench
{
    private const int Open = 500, Streaming = 50, Tokens = 50;

    /// <summary>Eight seconds of it.</summary>
    private static string Streamed => $"stream {Tokens * 8} 1 {1_000_000 / Tokens}";

    /// <param name="lines">Of <c>load</c>, <c>stream</c> and <c>memory</c>, those that are wanted; none: all.</param>
    public static async Task<int> RunAsync(string[] lines)
    {
        await using var host = await BenchHost.StartAsync();
        await using var browser = new BrowserProcess();
        Console.WriteLine($"{Environment.ProcessorCount} processors; PostgreSQL, model double and browser on them, too; assets compressed, as built; medians");
        var all = new (string Name, Func<Task> Measure)[]
        {
            // The pages that are opened for "memory" leave a server as one that has been up for a while.
            ("load", () => LoadAsync(host, browser)), ("memory", () => RememberAsync(host, browser)), ("stream", () => StreamAsync(host, browser)),
        };
        foreach (var (name, measure) in all)
        {
            if (lines.Length == 0 || lines.Contains(name))
                await measure();
        }

        return 0;
    }

    private static async Task LoadAsync(BenchHost host, BrowserProcess browser)
    {
        var chart = await AskAsync(host, "chart");
        var empty = await browser.DoAsync(Order(host, "first", ""));
        Figures.Print("first load of an empty conversation, nothing cached", $"{empty.Kilobytes:0} KB", "under 200 KB", empty.Kilobytes < 200);
        Figures.Print("  until a question can be asked", $"{empty.Live:0} ms", "under 700 ms", empty.Live < 700);
        var full = await browser.DoAsync(Order(host, "first", $"/c/{chart}"));
        Figures.Print("first load with a table and a chart, nothing cached", $"{full.Kilobytes:0} KB", "under 650 KB", full.Kilobytes < 650);
        Figures.Print("  until a question can be asked", $"{full.Live:0} ms", "under 700 ms", full.Live < 700);
        Figures.Print("  until the chart is drawn; the longest task on the way", $"{full.Drawn:0} ms; {full.LongestTask:0} ms");
    }

    private static async Task StreamAsync(BenchHost host, BrowserProcess browser)
    {
        await browser.DoAsync(Order(host, "open", "") with { Circuits = 20 });
        await browser.DoAsync(Order(host, "ask", "") with { Question = Streamed });
        await browser.DoAsync(Order(host, "close", ""));
        await StreamAsync(host, browser, pages: 1, circuits: 0, "1 page");
        await StreamAsync(host, browser, pages: 1, circuits: Streaming - 1, $"{Streaming} pages, one of them drawn on this machine");
    }

    private static async Task RememberAsync(BenchHost host, BrowserProcess browser)
    {
        var rows = await AskAsync(host, "rows 0");
        // Once before: pools and tables grow to their size.
        await browser.DoAsync(Order(host, "open", $"/c/{rows}") with { Circuits = 20 });
        await browser.DoAsync(Order(host, "close", ""));
        var before = Figures.Heap();
        await browser.DoAsync(Order(host, "open", $"/c/{rows}") with { Circuits = Open });
        var during = Figures.Heap();
        await browser.DoAsync(Order(host, "close", ""));
        var each = (during - before) / 1024.0 / Open;
        Figures.Print($"managed memory of an open page, {Open} open, an answer of 500 rows on each", $"{each:0} KB", "under 400 KB", each < 400);
        var left = await SettledAsync(before, during);
        Figures.Print("  still held some time after all were closed, of that", $"{100.0 * Math.Max(0, left - before) / (during - before):0} %");
    }

    private static async Task StreamAsync(BenchHost host, BrowserProcess browser, int pages, int circuits, string what)
    {
        await browser.DoAsync(Order(host, "open", "") with { Count = pages, Circuits = circuits });
        var (used, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var sight = await browser.DoAsync(Order(host, "ask", "") with { Question = Streamed });
        var share = (Environment.CpuUsage.TotalTime - used) / Stopwatch.GetElapsedTime(started);
        await browser.DoAsync(Order(host, "close", ""));
        Print($"{Tokens} tokens/s on {what}: 99 of 100 gaps between changes", sight.InBrowser!);
        if (sight.InCircuits is { } others)
            Print("  on the pages that are not drawn", others);
        Figures.Print("  tasks of the drawn pages over 50 ms", $"{sight.LongFrames:0}", "none", sight.LongFrames == 0);
        Figures.Print("  end shown after the last token was due; processors the server used", $"{sight.Late:0} ms; {share:0.00}");
    }

    private static void Print(string what, Gaps gaps)
    {
        Figures.Print(what, $"{gaps.Usual:0} ms", "under 150 ms", gaps.Usual < 150);
        Figures.Print("  longest gap; gaps over 150 ms", $"{gaps.Longest:0} ms; {gaps.Long}", "under 150 ms", gaps.Longest < 150);
    }

    private static PageOrder Order(BenchHost host, string kind, string path) =>
        new(kind, host.Url, host.Cookie, $"/p/{host.Member.Project.Slug}{path}");

    private static async Task<Guid> AskAsync(BenchHost host, string question)
    {
        var conversation = await host.Get<ConversationStore>().CreateAsync(host.Member, CancellationToken.None);
        await Runs.AskAsync(host, conversation, question);
        return conversation;
    }

    /// <summary>A page that is left is let go of soon; one whose connection broke is kept for three minutes, in case its reader comes back.</summary>
    private static async Task<long> SettledAsync(long before, long during)
    {
        var heap = Figures.Heap();
        for (var i = 0; i < 20 && heap - before > (during - before) / 20; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(10));
            heap = Figures.Heap();
        }

        return heap;
    }
}
