using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Projects.Roles;

namespace DataAgent.Cli.Projects;

internal static class DoctorCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("doctor", "Let the project's login try what it must not be able to do.", async (run, cancellationToken) =>
            await ExamineAsync(run, await run.GetMemberAsync(run.Value(slug), cancellationToken), cancellationToken), slug);
    }

    /// <returns>The exit code: 1 when something serious is open.</returns>
    public static async Task<int> ExamineAsync(CliRun run, Member member, CancellationToken cancellationToken)
    {
        if (await run.Get<ConnectionDoctor>().ExamineAsync(member, cancellationToken) is not { } report)
            return run.Refuse("Only an admin of the project examines its connection.");
        if (run.Report.Form == Output.OutputForm.JsonLines)
            run.Report.List("attempts", report.Attempts);
        else
            run.Report.One(report, output => Write(output, report, run.Get<RoleChecks>().Find(member.Project)));
        return report.Holds ? CommandLine.Ok : CommandLine.Failed;
    }

    private static void Write(TextWriter output, RoleReport report, RoleStanding standing)
    {
        foreach (var attempt in report.Attempts)
            output.WriteLine($"{(attempt.Passed ? "ok  " : attempt.IsSerious ? "OPEN" : "note")}  {attempt.Name.Replace('_', ' ')}: {attempt.Message}");
        output.WriteLine(report.Holds
            ? "The role only reads, and only what the project shows."
            : "The role can do more or less than it should. Mend what is marked OPEN, then run the doctor again.");
        if (report.Unreached is null && standing.Verdict != RoleVerdict.Sound)
            output.WriteLine(StandingWords.Of(standing));
    }
}
