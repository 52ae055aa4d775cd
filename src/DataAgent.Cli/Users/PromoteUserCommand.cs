using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class PromoteUserCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string>("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };
        return commands.Create("promote", "Make a person a platform administrator: they manage users and add projects.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var outcome = await run.Get<People>().SetAdministratorAsync(actor, run.Value(email), true, QueryDoor.CommandLine, cancellationToken);
            return UserOutput.Finish(run, outcome, "A platform administrator now:");
        }, email);
    }
}
