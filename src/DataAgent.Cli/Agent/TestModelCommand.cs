using System.CommandLine;
using System.Diagnostics;
using DataAgent.Agent;
using DataAgent.Queries;

namespace DataAgent.Cli.Agent;

internal static class TestModelCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("test", "Ask the project's model once, with one tool, and say what it can do.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            return await run.Get<ModelTest>().RunAsync(member, QueryDoor.CommandLine, cancellationToken) switch
            {
                ModelTestOutcome.Forbidden no => run.Refuse(no.Message),
                ModelTestOutcome.NoModel none => run.Refuse(none.Message),
                ModelTestOutcome.Tested(var report) => Say(run, report),
                _ => throw new UnreachableException(),
            };
        }, slug);
    }

    /// <returns>The exit code: 1 when it cannot answer questions about data.</returns>
    private static int Say(CliRun run, ModelReport report)
    {
        run.Report.One(report, output => Write(output, report));
        return report.Works ? CommandLine.Ok : CommandLine.Failed;
    }

    private static void Write(TextWriter output, ModelReport report)
    {
        output.WriteLine($"{report.Provider}, {report.Model} at {report.Address ?? "the provider's own address"}, key of {report.Key ?? "nobody"}");
        if (report.Failure is { } failure)
        {
            output.WriteLine($"FAIL  {failure}");
            return;
        }

        output.WriteLine($"ok    answered in {Seconds(report.Milliseconds)}, first token after {Seconds(report.FirstTokenMilliseconds)}");
        output.WriteLine($"{(report.CalledTool ? "ok  " : "FAIL")}  {report.ToolCall}");
        output.WriteLine(report.Streamed ? $"ok    it streamed, in {report.Pieces} pieces" : "note  it did not stream: the answer came at once");
        output.WriteLine(report.Tokens is { } tokens
            ? $"ok    tokens: {tokens.Input:N0} in, of these {tokens.CacheRead:N0} from the cache and {tokens.CacheWrite:N0} into it; {tokens.Output:N0} out"
            : "note  the server counts no tokens");
        output.WriteLine($"ok    longest answer asked for: {report.MaxOutputTokens:N0} tokens");
        foreach (var (name, value) in report.Limits)
            output.WriteLine($"      {name}: {value}");
    }

    private static string Seconds(long? milliseconds) => milliseconds is { } time ? $"{time / 1000.0:0.00} s" : "no time at all";
}
