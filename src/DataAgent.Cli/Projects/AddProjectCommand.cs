using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Projects;

internal static class AddProjectCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var options = new ProjectOptions(isNew: true);
        return commands.Create("add", "Add a project; you become its admin.", async (run, cancellationToken) =>
        {
            var user = await run.GetUserAsync(cancellationToken);
            var empty = new ProjectSettings { Name = "", Slug = "", DbHost = "", DbName = "" };
            var settings = await options.ReadAsync(run, empty, cancellationToken);
            return ProjectOptions.Finish(run, await run.Get<ProjectCatalog>().AddAsync(user, settings, QueryDoor.CommandLine, cancellationToken));
        }, options.All);
    }
}
