using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Members;

internal static class RemoveMemberCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var (slug, email) = (CommandBuilder.Project(), MemberOptions.Email());
        return commands.Create("remove", "Take a person out of a project.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var outcome = await run.Get<MemberList>().RemoveAsync(admin, run.Value(email), QueryDoor.CommandLine, cancellationToken);
            return MemberOptions.Finish(run, outcome, run.Value(email), $"{run.Value(email)} is no member of {admin.Project.Slug} any more.");
        }, slug, email);
    }
}
