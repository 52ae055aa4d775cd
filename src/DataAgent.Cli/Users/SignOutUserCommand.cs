using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class SignOutUserCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string>("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };
        return commands.Create("sign-out", "End every sign-in of a person; their API tokens stay.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var outcome = await run.Get<People>().SignOutAsync(actor, run.Value(email), QueryDoor.CommandLine, cancellationToken);
            return UserOutput.Finish(run, outcome, "Signed out everywhere:");
        }, email);
    }
}
