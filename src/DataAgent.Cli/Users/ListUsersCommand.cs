using System.CommandLine;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class ListUsersCommand
{
    public static Command Create(CommandBuilder commands) => commands.Create("list", "List everyone.", async (run, cancellationToken) =>
    {
        var actor = await run.GetUserAsync(cancellationToken);
        if (!actor.IsPlatformAdministrator)
            return run.Refuse("Only a platform administrator lists the users.");
        run.Report.List("users", await run.Get<UserDirectory>().ListAsync(actor, cancellationToken),
            ("EMAIL", u => u.Email), ("NAME", u => u.DisplayName), ("ADMINISTRATOR", u => u.IsPlatformAdministrator), ("SINCE", u => u.CreatedAt), ("DISABLED", u => u.DisabledAt));
        return CommandLine.Ok;
    });
}
