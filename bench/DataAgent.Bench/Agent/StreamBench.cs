namespace DataAgent.Bench.Agent;

/// <summary>Answers as they stream over HTTP: how soon, how many at once, and what each keeps in memory.</summary>
internal static class StreamBench
{
    private const int Readers = 128, Held = 500;
    private const double Seconds = 8;

    /// <summary>One answer at a time, which takes long enough to be watched live.</summary>
    public static async Task TokenAsync(BenchHost host)
    {
        var borne = await host.Outside.BearAsync(host.Load("once", "stream 20 1 5000", readers: 60));
        var isMet = borne.OnTheWay < 10;
        Figures.Print("first token, from the double's sending to the reader of events", $"{borne.OnTheWay:0.00} ms", "under 10 ms", isMet);
        Figures.Print("  from the question on", $"{borne.FirstToken:0.00} ms");
    }

    public static async Task LoadAsync(BenchHost host)
    {
        // What models send at most: some 200 tokens a second each. Four tokens a delta is usual for Anthropic's, one for most others.
        foreach (var (tokens, deltas, pause) in new[] { (4, 200, 20_000), (1, 800, 5_000) })
        {
            var paced = await host.Outside.BearAsync(host.Load("bear", $"stream {deltas} {tokens} {pause}", Readers, Seconds));
            Figures.Print(
                $"{Readers} live runs at 200 tokens/s each, {tokens} a delta: together", $"{paced.TokensPerSecond:#,0} tokens/s",
                "at least 20,000 tokens/s", paced.TokensPerSecond >= 20_000);
            Figures.Print("  first token, from the question on", $"{paced.FirstToken:0.0} ms", "under 50 ms", paced.FirstToken < 50);
            var fast = await host.Outside.BearAsync(host.Load("bear", $"stream {deltas} {tokens} 0", Readers, Seconds));
            Figures.Print("  the same from a double that never waits", $"{fast.TokensPerSecond:#,0} tokens/s");
            var alone = await host.Outside.BearAsync(
                new Load("bear", host.Outside.ModelUrl, null, "", $"stream {deltas} {tokens} 0", Readers, Seconds));
            Figures.Print("  the double alone, to the same readers", $"{alone.TokensPerSecond:#,0} tokens/s");
        }
    }

    public static async Task MemoryAsync(BenchHost host)
    {
        // Once before: pools and tables grow to their size.
        await host.Outside.HoldAsync(host.Load("hold", "hold", Held), () => { });
        var before = Figures.Heap();
        var during = 0L;
        await host.Outside.HoldAsync(host.Load("hold", "hold", Held), () => during = Figures.Heap());
        var each = (during - before) / 1024.0 / Held;
        Figures.Print($"managed memory of a live run over HTTP ({Held} at once)", $"{each:0.0} KB", "under 30 KB", each < 30);
    }
}
