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
        output.WriteLine(ModelReportText.Title(report));
        foreach (var line in ModelReportText.Lines(report))
            output.WriteLine($"{Word(line.Mark),-4}  {line.Words}");
    }

    private static string Word(ReportMark mark) => mark switch
    {
        ReportMark.Good => "ok",
        ReportMark.Bad => "FAIL",
        ReportMark.Note => "note",
        _ => "",
    };
}
