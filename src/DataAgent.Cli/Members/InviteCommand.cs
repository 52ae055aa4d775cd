using System.CommandLine;
using DataAgent.Cli.Users;
using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Queries;

namespace DataAgent.Cli.Members;

internal static class InviteCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var (slug, email, role, url) = (CommandBuilder.Project(), MemberOptions.Email(), MemberOptions.Role(), SiteAddress.Option());
        const string Summary = "Invite a person to a project by mail; without a mail server the link is printed.";
        return commands.Create("invite", Summary, async (run, cancellationToken) =>
        {
            var (invitations, wanted) = (run.Get<Invitations>(), MemberOptions.Parse(run.Value(role)));
            var user = await run.GetUserAsync(cancellationToken);
            // Who looks after the platform need not be a member.
            var isGuest = user.IsPlatformAdministrator
                && await run.Get<ProjectAccess>().FindMemberAsync(user.Id, run.Value(slug), cancellationToken) is null;
            var outcome = isGuest
                ? await invitations.InviteAsync(
                    user, run.Value(slug), run.Value(email), wanted, SiteAddress.Get(run, url), QueryDoor.CommandLine, cancellationToken)
                : await invitations.InviteAsync(
                    await run.GetMemberAsync(run.Value(slug), cancellationToken), run.Value(email), wanted, SiteAddress.Get(run, url),
                    QueryDoor.CommandLine, cancellationToken);
            return InvitationOutput.Finish(run, outcome, $"Invited {run.Value(email)} to {run.Value(slug)} as {run.Value(role)}.");
        }, slug, email, role, url);
    }
}
