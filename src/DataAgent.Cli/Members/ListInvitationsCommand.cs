using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Projects.Members;

namespace DataAgent.Cli.Members;

internal static class ListInvitationsCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("invitations", "List who is invited to a project and has not accepted yet.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (admin.Role != Role.Admin)
                return run.Refuse("Only an admin of the project sees who is invited.");
            run.Report.List("invitations", await run.Get<Invitations>().ListAsync(admin, cancellationToken),
                ("EMAIL", i => i.Email), ("ROLE", i => i.Role), ("INVITED BY", i => i.InvitedBy), ("SENT", i => i.SentAt),
                ("EXPIRES", i => i.ExpiresAt), ("EXPIRED", i => i.IsExpired));
            return CommandLine.Ok;
        }, slug);
    }
}
