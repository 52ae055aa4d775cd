using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class EnableUserCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string>("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };
        return commands.Create("enable", "Let a disabled person sign in again.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            return UserOutput.Finish(run, await run.Get<People>().EnableAsync(actor, run.Value(email), QueryDoor.CommandLine, cancellationToken), "Enabled");
        }, email);
    }
}
