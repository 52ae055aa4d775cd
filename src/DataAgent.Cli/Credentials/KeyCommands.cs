using System.CommandLine;
using DataAgent.Credentials;
using DataAgent.Queries;

namespace DataAgent.Cli.Credentials;

internal static class KeyCommands
{
    public static Command Create(CommandBuilder commands) => new("keys", "The keys that seal logins, model keys and cookie keys.")
    {
        List(commands), Rotate(commands), Prune(commands), New(commands),
    };

    private static Command List(CommandBuilder commands) => commands.Create("list", "List the keys by id, and how much each has sealed.", async (run, cancellationToken) =>
    {
        if (!(await run.GetUserAsync(cancellationToken)).IsPlatformAdministrator)
            return run.Refuse("Only a platform administrator looks after keys.");
        run.Report.List("keys", await run.Get<KeyRotation>().CountAsync(cancellationToken),
            ("ID", k => k.Id), ("TEXTS", k => k.Texts), ("SEALS", k => k.IsCurrent), ("HELD", k => k.IsHeld));
        return CommandLine.Ok;
    });

    private static Command Rotate(CommandBuilder commands) => commands.Create(
        "rotate", "Seal everything with a new key, while the product runs. One that was interrupted goes on.", async (run, cancellationToken) =>
    {
        var actor = await run.GetUserAsync(cancellationToken);
        return Say(run, await run.Get<KeyRotation>().RotateAsync(actor, QueryDoor.CommandLine, cancellationToken));
    });

    private static Command Prune(CommandBuilder commands) => commands.Create("prune", "Forget keys that nothing is sealed with any more.", async (run, cancellationToken) =>
    {
        var actor = await run.GetUserAsync(cancellationToken);
        return Say(run, await run.Get<KeyRotation>().PruneAsync(actor, QueryDoor.CommandLine, cancellationToken));
    });

    private static Command New(CommandBuilder commands) => commands.Create("new", "Print a new key for DATAAGENT_CREDENTIAL_KEYS. It is kept nowhere.", (run, _) =>
    {
        var key = run.Get<CredentialKeyRing>().NewKey();
        run.Report.One(new { key }, output => output.WriteLine(key));
        return Task.FromResult(CommandLine.Ok);
    });

    private static int Say(CliRun run, RotationOutcome outcome)
    {
        switch (outcome)
        {
            case RotationOutcome.Refused refused:
                return run.Refuse(refused.Message);
            case RotationOutcome.Pruned pruned:
                run.Report.One(new { removed = pruned.KeyIds }, output => output.WriteLine(
                    pruned.KeyIds.Count == 0 ? "Every key is in use." : $"Removed {string.Join(", ", pruned.KeyIds)}. Backups from before need them: keep the key file of each."));
                return CommandLine.Ok;
            case RotationOutcome.Done done:
                run.Report.One(new { key = done.KeyId, done.Texts, done.Unopened }, output => output.WriteLine(
                    $"Key {done.KeyId} seals everything now ({done.Texts} texts sealed anew). Older keys stay until: dataagent keys prune"));
                if (done.Unopened.Count == 0)
                    return CommandLine.Ok;
                return run.Refuse($"These did not open with any key and stayed as they are: {string.Join(", ", done.Unopened)}. Enter their credentials again.");
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }
}
