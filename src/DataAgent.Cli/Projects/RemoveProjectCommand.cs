using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Projects;

internal static class RemoveProjectCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("remove", "Remove a project: nobody finds it any more, and its stored login is forgotten.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (!await run.Get<ProjectCatalog>().RemoveAsync(member, QueryDoor.CommandLine, cancellationToken))
                return run.Refuse("Only an admin of the project removes it.");
            run.Report.One(new { removed = member.Project.Slug }, output => output.WriteLine($"Removed project {member.Project.Slug}."));
            return CommandLine.Ok;
        }, slug);
    }
}
