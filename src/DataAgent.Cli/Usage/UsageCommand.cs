using System.CommandLine;
using System.Globalization;
using DataAgent.Projects;
using DataAgent.Usage;

namespace DataAgent.Cli.Usage;

internal static class UsageCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = new Option<string?>("--project-slug", "-p") { Description = "The project; without it, a line for each project of yours.", HelpName = "slug" };
        var by = new Option<UsageBy>("--by") { Description = "day, person, model or conversation.", DefaultValueFactory = _ => UsageBy.Day };
        var days = new Option<int>("--days") { Description = "So many days until today, in UTC.", HelpName = "number", DefaultValueFactory = _ => 30 };
        days.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 3660))
                result.AddError("--days takes a number from 1 to 3660.");
        });
        return commands.Create("usage", "Tokens and costs of models. Admins of a project see all of it, others their own.", async (run, cancellationToken) =>
        {
            var filter = UsageFilter.LastDays(run.Find(days), run.Get<TimeProvider>().GetUtcNow(), run.Find(by));
            if (run.Find(slug) is not { } project)
                return await ListProjectsAsync(run, filter, cancellationToken);

            var report = await run.Get<UsageStore>().ReadAsync(await run.GetMemberAsync(project, cancellationToken), filter, cancellationToken);
            if (run.Report.Form == Output.OutputForm.Json)
                run.Report.One(report, _ => { });
            else
                Write(run, filter.By.ToString().ToUpperInvariant(), report.Lines, report.Total);
            if (!report.IsWhole)
                await run.Streams.Error.WriteLineAsync("This is your own usage; an admin of the project sees all of it.");
            if (report.IsCut)
                await run.Streams.Error.WriteLineAsync($"Only {UsageStore.MaxLines} lines are shown; the total holds all.");
            return CommandLine.Ok;
        }, slug, by, days);
    }

    private static async Task<int> ListProjectsAsync(CliRun run, UsageFilter filter, CancellationToken cancellationToken)
    {
        var user = await run.GetUserAsync(cancellationToken);
        var lines = new List<UsageLine>();
        foreach (var project in await run.Get<ProjectAccess>().ListProjectsAsync(user.Id, cancellationToken))
        {
            if (await run.Get<ProjectAccess>().FindMemberAsync(user.Id, project.Slug, cancellationToken) is { } member)
                lines.Add(new(project.Slug, project.Slug, (await run.Get<UsageStore>().ReadAsync(member, filter, cancellationToken)).Total));
        }

        Write(run, "PROJECT", lines, null);
        return CommandLine.Ok;
    }

    private static void Write(CliRun run, string heading, IReadOnlyList<UsageLine> lines, UsageSum? total)
    {
        if (total is not null && run.Report.Form == Output.OutputForm.Text)
            lines = [.. lines, new("total", "total", total)];
        run.Report.List("lines", lines,
            (heading, l => l.Title), ("QUESTIONS", l => l.Sum.Questions), ("CALLS", l => l.Sum.Calls), ("FAILED", l => l.Sum.Failed), ("INPUT", l => l.Sum.Tokens.Input),
            ("FROM CACHE", l => l.Sum.Tokens.CacheRead), ("OUTPUT", l => l.Sum.Tokens.Output), ("COST", l => UsageWords.Cost(l.Sum)), ("NOT COUNTED", l => l.Sum.Uncounted));
        var unpriced = lines.SelectMany(l => l.Sum.Unpriced).Distinct().Order(StringComparer.Ordinal).ToList();
        if (unpriced.Count > 0 && run.Report.Form == Output.OutputForm.Text)
            run.Streams.Error.WriteLine($"No price is set for {string.Join(", ", unpriced)}: see Agent:Prices in docs/configuration.md.");
    }
}
