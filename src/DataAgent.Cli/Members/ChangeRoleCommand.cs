using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Members;

internal static class ChangeRoleCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var (slug, email, role) = (CommandBuilder.Project(), MemberOptions.Email(), MemberOptions.Role());
        return commands.Create("role", "Change what a person may do in a project.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var outcome = await run.Get<MemberList>().ChangeRoleAsync(admin, run.Value(email), MemberOptions.Parse(run.Value(role)), QueryDoor.CommandLine, cancellationToken);
            return MemberOptions.Finish(run, outcome, run.Value(email), $"{run.Value(email)} is now {run.Value(role)} of {admin.Project.Slug}.");
        }, slug, email, role);
    }
}
