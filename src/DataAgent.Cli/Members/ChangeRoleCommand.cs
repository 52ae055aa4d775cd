using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Queries;

namespace DataAgent.Cli.Members;

internal static class ChangeRoleCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var (slug, email, role) = (CommandBuilder.Project(), MemberOptions.Email(), MemberOptions.Role());
        return commands.Create("role", "Change what a person, or somebody who is invited, may do in a project.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var wanted = MemberOptions.Parse(run.Value(role));
            var outcome = await run.Get<MemberList>().ChangeRoleAsync(admin, run.Value(email), wanted, QueryDoor.CommandLine, cancellationToken);
            // Who is invited has a role already, which counts when they accept.
            if (outcome is MemberOutcome.Refused { Fault: MemberFault.NoSuchMember }
                && await run.Get<Invitations>().ChangeRoleAsync(admin, run.Value(email), wanted, QueryDoor.CommandLine, cancellationToken)
                    is InvitationOutcome.Saved saved)
                return InvitationOutput.Finish(run, saved, $"{run.Value(email)} is invited to {admin.Project.Slug} as {run.Value(role)} now.");
            return MemberOptions.Finish(run, outcome, run.Value(email), $"{run.Value(email)} is now {run.Value(role)} of {admin.Project.Slug}.");
        }, slug, email, role);
    }
}
