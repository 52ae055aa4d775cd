using System.Diagnostics;
using DataAgent.Projects.Members;

namespace DataAgent.Cli.Members;

internal static class InvitationOutput
{
    /// <param name="done">What to say when it was done.</param>
    public static int Finish(CliRun run, InvitationOutcome outcome, string done)
    {
        switch (outcome)
        {
            case InvitationOutcome.Sent(var invitation, var link, var problem):
                run.Report.One(new { invitation, url = link, mailProblem = problem }, output =>
                {
                    output.WriteLine(done);
                    if (link is null)
                        return;
                    output.WriteLine(problem is null
                        ? "No mail server is set up: pass this link on, it works once within seven days."
                        : $"The mail was not sent. {problem} Pass this link on:");
                    output.WriteLine(link);
                });
                return CommandLine.Ok;
            case InvitationOutcome.Saved(var invitation):
                run.Report.One(invitation, output => output.WriteLine(done));
                return CommandLine.Ok;
            case InvitationOutcome.Refused refused:
                return run.Refuse(refused.Message);
            default:
                throw new UnreachableException();
        }
    }
}
