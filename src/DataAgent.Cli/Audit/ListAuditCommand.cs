using System.CommandLine;
using System.Globalization;
using DataAgent.Audit;
using DataAgent.Cli.Output;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Audit;

internal static class ListAuditCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = new Option<string?>("--project-slug", "-p")
        {
            Description = "The project; without it, what concerns the platform: people and projects, never what is in one.",
            HelpName = "slug",
        };
        var options = new AuditOptions();
        var after = new Option<string?>("--after") { Description = "Go on below the page that named this place.", HelpName = "place" };
        var all = new Option<bool>("--all") { Description = "Every entry, written as it is read; the log has it. With --jsonl." };
        var command = commands.Create("list", "List who did what, the newest first.", async (run, cancellationToken) =>
        {
            var filter = await options.ReadAsync(run, cancellationToken);
            if (run.Find(slug) is { } project)
            {
                var member = await run.GetMemberAsync(project, cancellationToken);
                if (member.Role != Role.Admin)
                    return run.Refuse("Only an admin of the project sees its audit log.");
                return run.Find(all)
                    ? await WriteAsync(run, run.Get<AuditLog>().ExportAsync(member, filter, QueryDoor.CommandLine, cancellationToken))
                    : Write(run, await run.Get<AuditLog>().ListAsync(member, filter, Place(run, after), cancellationToken));
            }

            var user = await run.GetUserAsync(cancellationToken);
            if (!user.IsPlatformAdministrator)
                return run.Refuse("Only a platform administrator sees the platform's audit log. Name a project of yours: --project-slug");
            return run.Find(all)
                ? await WriteAsync(run, run.Get<AuditLog>().ExportAsync(user, filter, QueryDoor.CommandLine, cancellationToken))
                : Write(run, await run.Get<AuditLog>().ListAsync(user, filter, Place(run, after), cancellationToken));
        }, [slug, .. options.All, after, all]);
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) && !result.GetValue(CommandBuilder.JsonLines))
                result.AddError("--all writes entries as it reads them: give --jsonl too.");
            if (result.GetValue(after) is { } text && AuditCursor.Find(text) is null)
                result.AddError("--after takes the place that the page before named.");
        });
        return command;
    }

    private static AuditCursor? Place(CliRun run, Option<string?> after) => AuditCursor.Find(run.Find(after));

    private static async Task<int> WriteAsync(CliRun run, IAsyncEnumerable<AuditLine> lines)
    {
        await foreach (var line in lines)
            await run.Report.Output.WriteLineAsync(CliJson.Write(AuditText.Of(line)));
        return CommandLine.Ok;
    }

    private static int Write(CliRun run, AuditPage page)
    {
        run.Report.List("entries", [.. page.Lines.Select(AuditText.Of)],
            ("AT", e => e.At), ("WHO", e => e.Email), ("FROM", e => e.Address), ("DOOR", e => e.Door), ("ACTION", e => e.Action), ("OUTCOME", e => e.Outcome),
            ("ROWS", e => e.Rows), ("MS", e => e.DurationMs), ("SQL OR DETAIL", e => e.Sql ?? e.Detail));
        if (page.SearchedUntil is { } until)
            run.Streams.Error.WriteLine($"Searched until {until.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}; go on with --after {page.Next}");
        else if (page.Next is { } next)
            run.Streams.Error.WriteLine($"There are older entries: --after {next}");
        return CommandLine.Ok;
    }

    /// <summary>The same filters as on the page.</summary>
    private sealed class AuditOptions
    {
        private readonly Option<string?> _person = new("--person") { Description = "Only this person's.", HelpName = "email" };
        private readonly Option<string?> _action = new("--action") { Description = "Only this, such as query or project.edit.", HelpName = "text" };
        private readonly Option<string?> _outcome = new("--outcome") { Description = "Only ran, refused, failed or stopped." };
        private readonly Option<string?> _door = new("--door") { Description = "Only what came this way, such as page or http.", HelpName = "text" };
        private readonly Option<string?> _text = new("--text") { Description = "Only with this somewhere in the SQL.", HelpName = "text" };
        private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "From this time on, such as 2026-03-01 or 2026-03-01T08:00Z; UTC.", HelpName = "time" };
        private readonly Option<DateTimeOffset?> _until = new("--until") { Description = "Before this time; UTC.", HelpName = "time" };

        public AuditOptions()
        {
            _action.AcceptOnlyFromAmong([.. AuditActions.All]);
            _outcome.AcceptOnlyFromAmong([.. AuditWords.Outcomes]);
            _door.AcceptOnlyFromAmong([.. AuditWords.Doors]);
            _from.CustomParser = _until.CustomParser = result =>
            {
                if (AuditWords.FindTime(result.Tokens[0].Value) is { } time)
                    return time;
                result.AddError("A time is written 2026-03-01 or 2026-03-01T08:00Z.");
                return null;
            };
        }

        public IReadOnlyList<Option> All => [_person, _action, _outcome, _door, _text, _from, _until];

        public async Task<AuditFilter> ReadAsync(CliRun run, CancellationToken cancellationToken)
        {
            Guid? person = null;
            if (run.Find(_person) is { } email)
                person = (await run.Get<UserDirectory>().FindByEmailAsync(email, cancellationToken))?.Id
                    ?? throw new CommandFailedException($"There is no user '{email}'.");
            return new AuditFilter(person, run.Find(_action), run.Find(_outcome), run.Find(_door), run.Find(_from), run.Find(_until), run.Find(_text));
        }
    }
}
