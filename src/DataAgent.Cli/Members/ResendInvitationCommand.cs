using System.CommandLine;
using DataAgent.Cli.Users;
using DataAgent.Projects.Members;
using DataAgent.Queries;

namespace DataAgent.Cli.Members;

internal static class ResendInvitationCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var (slug, email, url) = (CommandBuilder.Project(), MemberOptions.Email(), SiteAddress.Option());
        return commands.Create("resend", "Send an invitation again, with a new link; the old one is void.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var outcome = await run.Get<Invitations>().ResendAsync(
                admin, run.Value(email), SiteAddress.Get(run, url), QueryDoor.CommandLine, cancellationToken);
            return InvitationOutput.Finish(run, outcome, $"Invited {run.Value(email)} again.");
        }, slug, email, url);
    }
}
