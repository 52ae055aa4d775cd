using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;

namespace DataAgent.Cli.Dictionary;

internal static class GenerateDictionaryCommand
{
    /// <param name="First">There was no dictionary before: everything is new, and nothing is listed as added.</param>
    private sealed record Line(string ProjectSlug, string Schema, int Tables, int Columns, bool Saved, bool First, DictionaryDiff Changes, BrokenQueries BrokenQueries)
    {
        public string ChangesInWords => First ? "first reading" : Changes.IsEmpty ? "none" : $"{DiffText.Lines(Changes).Count()}";
    }

    public static Command Create(CommandBuilder commands)
    {
        var slug = new Option<string?>("--project-slug", "-p") { Description = "One project.", HelpName = "slug" };
        var all = new Option<bool>("--all") { Description = "Every project you are a member of." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what changed, but save nothing." };
        var command = commands.Create("generate", "Read what a project's schema holds now, and tell what changed.", async (run, cancellationToken) =>
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

            if (lines.Count == 0 && code != CommandLine.Ok)
                return code;
            run.Report.List("dictionaries", lines,
                ("PROJECT", l => l.ProjectSlug), ("SCHEMA", l => l.Schema), ("TABLES", l => l.Tables), ("COLUMNS", l => l.Columns), ("SAVED", l => l.Saved), ("CHANGES", l => l.ChangesInWords));
            WriteChanges(run, lines);
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

    private static void WriteChanges(CliRun run, List<Line> lines)
    {
        if (run.Report.Form != OutputForm.Text)
            return;
        foreach (var line in lines.Where(l => !l.First && !l.Changes.IsEmpty))
            Write(run, $"{line.ProjectSlug}:", DiffText.Lines(line.Changes));
        foreach (var line in lines.Where(l => !l.BrokenQueries.IsEmpty))
            Write(run, $"{line.ProjectSlug}: saved queries that do not fit this schema:", DiffText.Lines(line.BrokenQueries));
    }

    private static void Write(CliRun run, string title, IEnumerable<string> lines)
    {
        run.Report.Output.WriteLine($"\n{title}");
        foreach (var line in lines)
            run.Report.Output.WriteLine($"  {line}");
    }

    private static async Task<Line> GenerateAsync(CliRun run, string slug, bool save, CancellationToken cancellationToken)
    {
        var member = await run.GetMemberAsync(slug, cancellationToken);
        var (refresh, broken) = await run.Get<SchemaRefresh>().RefreshAsync(member, save, QueryDoor.CommandLine, cancellationToken);
        var dictionary = refresh.Dictionary;
        return new Line(slug, dictionary.Schema, dictionary.Tables.Count, dictionary.Tables.Sum(t => t.Columns.Count), save, refresh.IsFirst, refresh.Diff, broken);
    }
}
