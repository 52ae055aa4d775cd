using System.CommandLine;
using DataAgent.Projects.Members;
using DataAgent.Queries;

namespace DataAgent.Cli.Members;

internal static class RevokeInvitationCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var (slug, email) = (CommandBuilder.Project(), MemberOptions.Email());
        return commands.Create("revoke", "Take an invitation back; its link is void.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var outcome = await run.Get<Invitations>().RevokeAsync(admin, run.Value(email), QueryDoor.CommandLine, cancellationToken);
            return InvitationOutput.Finish(run, outcome, $"{run.Value(email)} is not invited any more.");
        }, slug, email);
    }
}
