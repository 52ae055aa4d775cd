using System.CommandLine;
using DataAgent.Projects;

namespace DataAgent.Cli.Projects;

internal static class ListProjectsCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var all = new Option<bool>("--all") { Description = "Every project of the platform, for platform administrators." };
        return commands.Create("list", "List the projects you are a member of.", async (run, cancellationToken) =>
        {
            var user = await run.GetUserAsync(cancellationToken);
            if (!run.Find(all))
            {
                run.Report.List("projects", await run.Get<ProjectAccess>().ListProjectsAsync(user.Id, cancellationToken),
                    ("SLUG", p => p.Slug), ("NAME", p => p.Name), ("ROLE", p => p.Role), ("DESCRIPTION", p => p.Description));
                return CommandLine.Ok;
            }

            if (!user.IsPlatformAdministrator)
                return run.Refuse("Only a platform administrator lists every project.");
            run.Report.List("projects", await run.Get<ProjectCatalog>().ListAllAsync(user, cancellationToken),
                ("SLUG", p => p.Slug), ("NAME", p => p.Name), ("MEMBERS", p => p.Members), ("SINCE", p => p.CreatedAt));
            return CommandLine.Ok;
        }, all);
    }
}
