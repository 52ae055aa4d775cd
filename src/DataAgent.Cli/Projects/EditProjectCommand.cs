using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Projects;

internal static class EditProjectCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var (slug, options) = (CommandBuilder.Project(), new ProjectOptions(isNew: false));
        return commands.Create("edit", "Change a project's settings; what is not named stays.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var settings = await options.ReadAsync(run, ProjectSettings.Of(member.Project), cancellationToken);
            return ProjectOptions.Finish(run, await run.Get<ProjectCatalog>().EditAsync(member, settings, QueryDoor.CommandLine, cancellationToken));
        }, [slug, .. options.All]);
    }
}
