using System.CommandLine;
using DataAgent.Audit;
using DataAgent.Projects;

namespace DataAgent.Cli.Audit;

internal static class ListAuditCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var action = new Option<string?>("--action") { Description = "Only this, such as query or project.edit.", HelpName = "text" };
        var outcome = new Option<string?>("--outcome") { Description = "Only ran, refused, failed or stopped." };
        outcome.AcceptOnlyFromAmong("ran", "refused", "failed", "stopped");
        var page = new Option<int>("--page") { Description = $"{AuditLog.PageSize} entries each; 0 is the newest.", HelpName = "number" };
        return commands.Create("list", "List who did what in a project, the newest first.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (member.Role != Role.Admin)
                return run.Refuse("Only an admin of the project sees its audit log.");
            var filter = new AuditFilter(Action: run.Find(action), Outcome: run.Find(outcome));
            var found = await run.Get<AuditLog>().ListAsync(member, filter, Math.Max(0, run.Find(page)), cancellationToken);
            run.Report.List("entries", [.. found.Lines.Select(l => new { l.Email, l.Entry.At, l.Entry.Action, l.Entry.Door, l.Entry.Outcome, l.Entry.Sql, l.Entry.Relations, l.Entry.Rows, l.Entry.DurationMs, l.Entry.Detail, l.Entry.ConversationId })],
                ("AT", e => e.At), ("WHO", e => e.Email), ("DOOR", e => e.Door), ("ACTION", e => e.Action), ("OUTCOME", e => e.Outcome),
                ("ROWS", e => e.Rows), ("MS", e => e.DurationMs), ("SQL OR DETAIL", e => e.Sql ?? e.Detail));
            if (found.HasMore)
                await run.Streams.Error.WriteLineAsync($"There are older entries: --page {Math.Max(0, run.Find(page)) + 1}");
            return CommandLine.Ok;
        }, slug, action, outcome, page);
    }
}
