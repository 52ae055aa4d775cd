using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

/// <summary>The password is never an argument: those stand in the history of the shell and in every list of processes.</summary>
internal static class SetPasswordCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string?>("--email") { Description = "Whose; by default your own.", HelpName = "email" };
        return commands.Create("set-password", "Set a password: asked for, or the first line of standard input. It ends every sign-in of the account.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            if (await SecretPrompt.ReadAsync(run.Streams, cancellationToken) is not { Length: > 0 } password)
                return run.Refuse("No password was given. Type one, or write it to standard input.");
            var outcome = await run.Get<Passwords>().SetAsync(actor, run.Find(email) ?? actor.Email, password, QueryDoor.CommandLine, cancellationToken);
            return UserOutput.Finish(run, outcome, "Set the password of");
        }, email);
    }
}
