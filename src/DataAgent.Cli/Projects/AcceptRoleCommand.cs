using System.CommandLine;
using System.Diagnostics;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;

namespace DataAgent.Cli.Projects;

internal static class AcceptRoleCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var yes = new Option<bool>("--yes") { Description = "Accept what is open. Without it, it is only listed." };
        return commands.Create("accept-role", "Check the database role, and open the project although the role can do more than read.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (await run.Get<ConnectionDoctor>().ExamineAsync(member, cancellationToken) is not { } report)
                return run.Refuse("Only an admin of the project accepts what its database role can do.");
            if (report.Unreached is { } why)
                return run.Refuse(why);
            if (report.Findings.Count == 0)
                return Say(run, "sound", report.Findings, CommandLine.Ok, "The role only reads: there is nothing to accept.");
            if (!run.Find(yes))
                return Say(run, "open", report.Findings, CommandLine.Failed,
                    "Nothing was accepted. Mend the role with \"dataagent role setup\", or run this again with --yes: it accepts all of these, and every page will say so.");
            return await AcceptAsync(run, member, report.Findings, cancellationToken);
        }, slug, yes);
    }

    private static async Task<int> AcceptAsync(CliRun run, Member admin, IReadOnlyList<RoleFinding> findings, CancellationToken cancellationToken) =>
        await run.Get<RoleAcceptance>().AcceptAsync(admin, [.. findings.Select(f => f.Name)], QueryDoor.CommandLine, cancellationToken) switch
        {
            AcceptanceOutcome.Saved => Say(run, "accepted", findings, CommandLine.Ok, "Accepted. Questions run; every page of the project says what its role can do."),
            AcceptanceOutcome.Forbidden no => run.Refuse(no.Message),
            AcceptanceOutcome.Changed changed => run.Refuse(changed.Message),
            _ => throw new UnreachableException(),
        };

    private static int Say(CliRun run, string status, IReadOnlyList<RoleFinding> findings, int code, string sentence)
    {
        run.Report.One(new { status, findings }, output =>
        {
            foreach (var finding in findings)
                output.WriteLine($"OPEN  {finding.Name.Replace('_', ' ')}: {finding.Message}");
        });
        (code == CommandLine.Ok && run.Report.Form == Output.OutputForm.Text ? run.Streams.Output : run.Streams.Error).WriteLine(sentence);
        return code;
    }
}
