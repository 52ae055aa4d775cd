using System.Diagnostics;
using System.Text.Json;
using DataAgent.Testing;

namespace DataAgent.Bench.Agent;

/// <summary>What the product is asked to bear. Empty <paramref name="Slug"/>: the double is asked itself.</summary>
internal sealed record Load(string Kind, string Url, string? Cookie, string Slug, string Question, int Readers, double Seconds);

/// <param name="TokensPerSecond">That arrived while all were at it.</param>
internal sealed record Borne(double TokensPerSecond, double FirstToken, double OnTheWay, int Answers);

/// <summary>All that is not the product, in a process of its own: the double and the readers. Standard input says what to do.</summary>
internal static class Outside
{
    public const string Command = "agent-outside";

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        ThreadPool.SetMinThreads(16, 16);
        var script = new BenchModel();
        await using var model = await ModelDouble.StartAsync("http://127.0.0.1:0", request => script.Answer(request), keeps: false);
        Console.WriteLine(model.BaseUrl);
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var load = JsonSerializer.Deserialize<Load>(line)!;
            Console.WriteLine(JsonSerializer.Serialize(load.Kind switch
            {
                "hold" => await HoldAsync(load, script),
                "once" => await OnceAsync(load),
                _ => await BearAsync(load),
            }));
        }

        return 0;
    }

    /// <summary>Each reader asks, reads to the end, and asks in another conversation, so that all are live all the time.</summary>
    private static async Task<Borne> BearAsync(Load load)
    {
        using var asking = new Asking(load.Url, load.Cookie);
        var (tokens, watch, end) = (0L, Stopwatch.StartNew(), Warm + TimeSpan.FromSeconds(load.Seconds));
        var heard = new List<Heard>();
        await Task.WhenAll(Enumerable.Range(0, load.Readers).Select(async reader =>
        {
            // People do not ask all at once.
            await Task.Delay(Warm * reader / load.Readers);
            while (watch.Elapsed < end)
            {
                var started = watch.Elapsed;
                var answer = await AskAsync(asking, load, Count);
                lock (heard)
                    if (started > Warm && started < end)
                        heard.Add(answer);
            }
        }));
        return Of(heard, tokens / load.Seconds);

        void Count(int more)
        {
            if (watch.Elapsed > Warm && watch.Elapsed < end)
                Interlocked.Add(ref tokens, more);
        }
    }

    /// <summary>One after another.</summary>
    private static async Task<Borne> OnceAsync(Load load)
    {
        using var asking = new Asking(load.Url, load.Cookie);
        var heard = new List<Heard>();
        for (var round = -load.Readers; round < load.Readers; round++)
        {
            var answer = await AskAsync(asking, load, _ => { });
            if (round >= 0)
                heard.Add(answer);
        }

        return Of(heard, 0);
    }

    /// <summary>Opens answers that do not end, says so, and ends them when told.</summary>
    private static async Task<Borne> HoldAsync(Load load, BenchModel script)
    {
        using var asking = new Asking(load.Url, load.Cookie);
        var held = new List<Task<Heard>>();
        foreach (var _ in Enumerable.Range(0, load.Readers))
        {
            var begun = new TaskCompletionSource();
            held.Add(AskAsync(asking, load, _ => begun.TrySetResult()));
            await Task.WhenAny(begun.Task, held[^1]);
        }

        Console.WriteLine("held");
        Console.ReadLine();
        script.Release();
        return Of([.. await Task.WhenAll(held)], 0);
    }

    private static async Task<Heard> AskAsync(Asking asking, Load load, Action<int> hears) => load.Slug.Length == 0
        ? await asking.AskModelAsync(load.Question, hears)
        : await asking.AskAsync(await asking.StartConversationAsync(load.Slug), load.Question, hears);

    private static Borne Of(List<Heard> heard, double tokens) =>
        new(tokens, Figures.Median(heard.Select(h => h.FirstToken)), Figures.Median(heard.Select(h => h.OnTheWay)), heard.Count);
}
