using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class DisableUserCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string>("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };
        return commands.Create("disable", "Keep a person from signing in; their history stays.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            return UserOutput.Finish(run, await run.Get<People>().DisableAsync(actor, run.Value(email), QueryDoor.CommandLine, cancellationToken), "Disabled");
        }, email);
    }
}
