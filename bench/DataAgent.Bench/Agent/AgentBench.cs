namespace DataAgent.Bench.Agent;

/// <summary>What the agent costs beyond its model and its queries. The model double and the readers are another process.</summary>
internal static class AgentBench
{
    private static readonly (string Name, Func<BenchHost, Task> Run)[] _lines =
    [
        ("step", StepBench.RunAsync),
        ("timeline", TimelineBench.RunAsync),
        ("token", StreamBench.TokenAsync),
        ("turns", LongConversationBench.RunAsync),
        ("load", StreamBench.LoadAsync),
        ("memory", StreamBench.MemoryAsync),
    ];

    /// <param name="names">Of lines; none: all.</param>
    public static async Task<int> RunAsync(string[] names)
    {
        await using var host = await BenchHost.StartAsync();
        Console.WriteLine($"{Environment.ProcessorCount} processors; PostgreSQL without fsync, model double and readers on them, too; medians");
        foreach (var (name, run) in _lines)
        {
            if (names.Length == 0 || names.Contains(name))
                await run(host);
        }

        return 0;
    }
}
