using System.CommandLine;
using DataAgent.Dictionary;
using DataAgent.Projects;

namespace DataAgent.Cli.Dictionary;

internal static class GenerateDictionaryCommand
{
    private sealed record Line(string ProjectSlug, string Schema, int Tables, int Columns, bool Saved);

    public static Command Create(CommandBuilder commands)
    {
        var slug = new Option<string?>("--project-slug", "-p") { Description = "One project.", HelpName = "slug" };
        var all = new Option<bool>("--all") { Description = "Every project you are a member of." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read the schema, but save nothing." };
        var command = commands.Create("generate", "Read what a project's schema holds now.", async (run, cancellationToken) =>
        {
            List<Line> lines = [];
            var code = CommandLine.Ok;
            foreach (var one in await SlugsAsync(run, run.Find(slug), cancellationToken))
            {
                try
                {
                    lines.Add(await GenerateAsync(run, one, save: !run.Find(dryRun), cancellationToken));
                }
                catch (Exception e) when (e is not OperationCanceledException && CliErrors.Explain(e) is { } sentence)
                {
                    code = run.Refuse($"{one}: {sentence}");
                }
            }

            run.Report.List("dictionaries", lines,
                ("PROJECT", l => l.ProjectSlug), ("SCHEMA", l => l.Schema), ("TABLES", l => l.Tables), ("COLUMNS", l => l.Columns), ("SAVED", l => l.Saved));
            return code;
        }, slug, all, dryRun);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(slug) is null) != result.GetValue(all))
                result.AddError("Give either --project-slug or --all.");
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> SlugsAsync(CliRun run, string? slug, CancellationToken cancellationToken)
    {
        if (slug is not null)
            return [slug];
        var user = await run.GetUserAsync(cancellationToken);
        return [.. (await run.Get<ProjectAccess>().ListProjectsAsync(user.Id, cancellationToken)).Select(p => p.Slug)];
    }

    private static async Task<Line> GenerateAsync(CliRun run, string slug, bool save, CancellationToken cancellationToken)
    {
        var member = await run.GetMemberAsync(slug, cancellationToken);
        var dictionary = await run.Get<DictionaryStore>().GenerateAsync(member, save, cancellationToken);
        return new Line(slug, dictionary.Schema, dictionary.Tables.Count, dictionary.Tables.Sum(t => t.Columns.Count), save);
    }
}
