using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Running;
using DataAgent.Bench.Agent;
using DataAgent.Bench.Pages;

namespace DataAgent.Bench;

/// <summary>All speed lines of the product in one run, written as they were printed, with the date and the machine.</summary>
internal static class Report
{
    private static readonly (string Name, string Title, string About, Func<Task<int>> Run)[] _sections =
    [
        ("gate", "The gate", "What it takes to judge a statement, beside PostgreSQL's own parser alone (`Parse`).", GuardAsync),
        ("door", "The query door", "A query with all that guards and records it, beside plain Npgsql on the same rows.", DoorBench.RunAsync),
        ("export", "Exports", "A whole result as a file, beside `COPY … TO STDOUT`.", ExportBench.RunAsync),
        ("dictionary", "The dictionary", "A schema of 1,000 tables, beside a bare reading of its catalog.", DictionaryBench.RunAsync),
        ("agent", "The agent", "What a question costs beyond its model and its query.", () => AgentBench.RunAsync([])),
        ("pages", "The page", "In a real browser, which shares the processors with all the rest, and beside it pages without a browser ([why](adr/0019-pages-without-a-browser.md)).", () => PagesBench.RunAsync([])),
        ("lists", "Lists and permissions", "Pages of lists that grow for ever.", ListsBench.RunAsync),
    ];

    /// <param name="file">Is written when all has run, so that a run that breaks off leaves the last report.</param>
    /// <param name="names">Of sections; none: all.</param>
    public static async Task<int> RunAsync(string file, string[] names)
    {
        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # Performance

            Written by `dotnet run -c Release --project bench/DataAgent.Bench -- {string.Join(' ', ["report", file, .. names])}` on {DateTime.UtcNow:yyyy-MM-dd}: {Processor()}, {Environment.ProcessorCount} processors,
            {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GB of memory, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. PostgreSQL, model double and readers ran on the
            same machine. Machines are noisy: look at ratios within one run rather than at milliseconds.

            """));
        var console = Console.Out;
        var outcome = 0;
        foreach (var (name, title, about, run) in _sections)
        {
            if (names.Length > 0 && !names.Contains(name))
                continue;
            await console.WriteLineAsync($"== {title}");
            await using var said = new StringWriter(CultureInfo.InvariantCulture);
            Console.SetOut(said);
            try
            {
                outcome |= await run();
            }
            finally
            {
                Console.SetOut(console);
            }

            await console.WriteLineAsync(said.ToString());
            report.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{about}\n\n```text\n{said.ToString().TrimEnd()}\n```\n");
        }

        await File.WriteAllTextAsync(file, report.ToString());
        return outcome;
    }

    private static Task<int> GuardAsync()
    {
        var log = Console.Out;
        Console.SetOut(TextWriter.Null);
        var summary = BenchmarkRunner.Run<GuardBenchmarks>();
        Console.SetOut(log);
        var (columns, rows) = (summary.Table.FullHeader, summary.Table.FullContent);
        string[] wanted = ["Method", "Statement", "Mean", "Ratio", "Allocated"];
        foreach (var row in rows.Prepend(columns))
            Console.WriteLine(string.Concat(wanted.Select(name => row[Array.IndexOf(columns, name)].PadRight(14))).TrimEnd());
        return Task.FromResult(summary.HasCriticalValidationErrors ? 1 : 0);
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : $"{RuntimeInformation.ProcessArchitecture}";
}
