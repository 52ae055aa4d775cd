using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Projects.Roles;

namespace DataAgent.Cli.Projects;

internal static class ShowProjectCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("show", "Show a project's settings, without its login and key.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var project = member.Project;
            var standing = run.Get<RoleChecks>().Find(project);
            // A viewer need not know where the database stands or what is hidden in it.
            if (member.Role != Role.Admin)
            {
                run.Report.Fields(new { project.Id, project.Name, project.Slug, project.Description, member.Role, DatabaseRole = standing.Verdict },
                    ("Name", project.Name), ("Slug", project.Slug), ("Description", project.Description), ("Your role", member.Role), ("Database role", StandingWords.Of(standing)));
                return CommandLine.Ok;
            }

            run.Report.Fields(
                new
                {
                    project.Id,
                    project.Name,
                    project.Slug,
                    project.Description,
                    member.Role,
                    project.DbHost,
                    project.DbPort,
                    project.DbName,
                    project.DbSchema,
                    project.DbTls,
                    DatabaseRole = standing.Verdict,
                    standing.Findings,
                    standing.Accepted,
                    project.AllowedTables,
                    project.ExcludedTables,
                    project.AllowedFunctions,
                    project.AllowedExtensions,
                    project.ShowSamples,
                    project.SystemPrompt,
                    project.MaxRowsPerQuery,
                    project.MaxExportRows,
                    project.MaxQueryTimeoutSeconds,
                    project.LlmProvider,
                    project.LlmModel,
                    project.ModelBaseUrl,
                    HasModelKey = project.SealedModelKey is not null,
                    project.CreatedAt,
                    project.UpdatedAt,
                },
                ("Name", project.Name), ("Slug", project.Slug), ("Description", project.Description), ("Your role", member.Role),
                ("Database", $"{project.DbName} on {project.DbHost}:{project.DbPort}, TLS {project.DbTls}"), ("Schema", project.DbSchema),
                ("Database role", StandingWords.Of(standing)),
                ("Allowed tables", project.AllowedTables.Count > 0 ? project.AllowedTables : "all"), ("Excluded tables", project.ExcludedTables),
                ("Allowed functions", project.AllowedFunctions), ("Extensions", project.AllowedExtensions), ("Samples", project.ShowSamples),
                ("Rows per query", project.MaxRowsPerQuery), ("Rows per export", project.MaxExportRows),
                ("Seconds per query", project.MaxQueryTimeoutSeconds),
                ("Answers by", project.LlmModel is null ? project.LlmProvider : $"{project.LlmProvider}, {project.LlmModel}"),
                ("Model's address", project.ModelBaseUrl ?? "the platform's"), ("Model's key", ModelKey(project)),
                ("Prompt", project.SystemPrompt));
            return CommandLine.Ok;
        }, slug);
    }

    /// <summary>The platform's key never goes to an address of a project.</summary>
    private static string ModelKey(Project project) =>
        project.SealedModelKey is not null ? "its own" : project.ModelBaseUrl is null ? "the platform's" : "none";
}
