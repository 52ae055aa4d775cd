using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class DemoteUserCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string>("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };
        return commands.Create("demote", "Make a platform administrator an ordinary person. One always stays.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var outcome = await run.Get<People>().SetAdministratorAsync(actor, run.Value(email), false, QueryDoor.CommandLine, cancellationToken);
            return UserOutput.Finish(run, outcome, "No platform administrator any more:");
        }, email);
    }
}
