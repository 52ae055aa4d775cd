using System.CommandLine;
using System.Diagnostics;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

/// <summary>Passkeys of people, for platform administrators: as when a device was stolen.</summary>
internal static class PasskeyCommands
{
    public static Command List(CommandBuilder commands)
    {
        var email = new Argument<string>("email") { Description = "Whose passkeys." };
        return commands.Create("passkeys", "List the passkeys of a person.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var passkeys = run.Get<Passkeys>();
            if (await passkeys.ListForAsync(actor, run.Value(email), cancellationToken) is not { } list)
                return run.Refuse(actor.IsPlatformAdministrator
                    ? "There is no user with that e-mail address. List the users to see who there is."
                    : "Only a platform administrator sees the passkeys of others.");
            run.Report.List("passkeys", list, ("ID", p => p.Id), ("NAME", p => p.Name), ("SINCE", p => p.CreatedAt), ("LAST USED", p => p.LastUsedAt));
            return CommandLine.Ok;
        }, email);
    }

    public static Command Remove(CommandBuilder commands)
    {
        var email = new Argument<string>("email") { Description = "Whose passkey." };
        var id = new Argument<Guid>("id") { Description = "Its id, from: dataagent user passkeys" };
        return commands.Create("remove-passkey", "Take a passkey from a person: it signs nobody in any more.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var outcome = await run.Get<Passkeys>().RemoveForAsync(actor, run.Value(email), run.Value(id), QueryDoor.CommandLine, cancellationToken);
            switch (outcome)
            {
                case PasskeyOutcome.Saved { Passkey: var removed }:
                    run.Report.One(new { status = "removed", removed.Id, removed.Name }, output => output.WriteLine($"Removed {removed.Name}."));
                    return CommandLine.Ok;
                case PasskeyOutcome.Refused refused:
                    return run.Refuse(refused.Message);
                default:
                    throw new UnreachableException();
            }
        }, email, id);
    }
}
