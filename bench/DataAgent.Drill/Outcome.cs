using System.Globalization;

namespace DataAgent.Drill;

/// <summary>What the drill found.</summary>
internal sealed record Outcome(int Seed, int Runs, int Replicas, TimeSpan Took)
{
    public required IReadOnlyList<(int Run, Faults Faults)> Faulty { get; init; }
    public required IReadOnlyList<TakeOverLine> TakeOvers { get; init; }
    public required int Steps { get; init; }
    public required int Results { get; init; }
    public required int AskedAgain { get; init; }
    public required long QueriedAgain { get; init; }
    public required int Unwilling { get; init; }

    /// <summary>Lines of level "error" in the logs, and of "critical".</summary>
    public required IReadOnlyList<string> LoggedErrors { get; init; }

    private int Lost => Faulty.Sum(f => f.Faults.Lost.Count);
    private int Doubled => Faulty.Sum(f => f.Faults.Doubled.Count);
    private int Gaps => Faulty.Sum(f => f.Faults.Gaps.Count);

    public int ExitCode => Lost + Doubled + Gaps + Unwilling == 0 ? 0 : 1;

    public void Write(TextWriter output)
    {
        output.WriteLine();
        foreach (var (run, faults) in Faulty)
        {
            foreach (var (name, all) in new[] { ("lost", faults.Lost), ("doubled", faults.Doubled), ("gap", faults.Gaps) })
            {
                foreach (var one in all)
                    output.WriteLine($"run {run}, {name}: {one}");
            }
        }

        foreach (var same in LoggedErrors.GroupBy(line => line))
            output.WriteLine($"logged {same.Count()} times: {same.Key}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {Runs} runs on {Replicas} replicas in {Took.TotalSeconds:0} s, seed {Seed}, {Environment.ProcessorCount} processors

            steps said         {Steps,6}      results of tools {Results,6}
            lost               {Lost,6}
            doubled            {Doubled,6}
            gaps seen          {Gaps,6}
            asked again        {AskedAgain,6}      calls of the model that a torment cut off, by design
            queried again      {QueriedAgain,6}      queries that were cut off before their result was kept, by design
            did not end        {Unwilling,6}      processes, 30 s after SIGTERM

            torment                          times  runs hit  went on elsewhere   median      p95      max
            """));
        foreach (var line in TakeOvers)
        {
            output.WriteLine(
                $"{Torment.Name(line.Kind),-32} {line.Times,5}  {line.Hit,8}  {Elsewhere(line),17}"
                + $" {Seconds(line.Median)} {Seconds(line.P95)} {Seconds(line.Max)}");
        }

        output.WriteLine(
            "\nTimes go from the torment to the next event that a watcher got from another owner;\n"
            + "of the database, to the next row it got.");
        output.WriteLine(ExitCode == 0 ? "Nothing was lost, doubled or missed." : "FAILED");
    }

    private static string Elsewhere(TakeOverLine line) =>
        line.Kind is TormentKind.DatabaseRestart or TormentKind.DatabaseCrash ? "-" : $"{line.Waits.Count}";

    private static string Seconds(TimeSpan? time) =>
        time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.TotalSeconds,6:0.0} s") : $"{"-",8}";
}
