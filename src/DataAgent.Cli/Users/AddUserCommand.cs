using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class AddUserCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string>("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };
        var name = new Option<string?>("--name") { Description = "Their name; by default what stands before the @.", HelpName = "text" };
        var admin = new Option<bool>("--admin") { Description = "Make them a platform administrator." };
        return commands.Create("add", "Add a person.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var outcome = await run.Get<UserDirectory>().AddAsync(
                actor, run.Value(email), run.Find(name) ?? run.Value(email).Split('@')[0], run.Find(admin), QueryDoor.CommandLine, cancellationToken);
            return UserOutput.Finish(run, outcome, "Added");
        }, email, name, admin);
    }
}
