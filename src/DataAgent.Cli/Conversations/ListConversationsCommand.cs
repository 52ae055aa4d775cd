using System.CommandLine;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Users;

namespace DataAgent.Cli.Conversations;

internal static class ListConversationsCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var all = new Option<bool>("--all") { Description = "Everybody's, for admins of the project." };
        var person = new Option<string?>("--person") { Description = "With --all: only this person's.", HelpName = "email" };
        var after = new Option<string?>("--after") { Description = "With --all: go on below the page that named this place.", HelpName = "place" };
        var command = commands.Create("list", "List your conversations in a project: pinned ones, then the latest.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (run.Find(all))
                return await ListAllAsync(run, member, run.Find(person), AuditCursor.Find(run.Find(after)), cancellationToken);
            run.Report.List("conversations", await run.Get<ConversationStore>().ListAsync(member, cancellationToken),
                ("ID", c => c.Id), ("TITLE", c => c.Title), ("UPDATED", c => c.UpdatedAt), ("RUNNING", c => c.IsRunning), ("PINNED", c => c.IsPinned));
            return CommandLine.Ok;
        }, slug, all, person, after);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(all) && (result.GetValue(person) ?? result.GetValue(after)) is not null)
                result.AddError("--person and --after go with --all.");
            if (result.GetValue(after) is { } text && AuditCursor.Find(text) is null)
                result.AddError("--after takes the place that the page before named.");
        });
        return command;
    }

    private static async Task<int> ListAllAsync(CliRun run, Member member, string? email, AuditCursor? after, CancellationToken cancellationToken)
    {
        if (member.Role != Role.Admin)
            return run.Refuse("Only an admin of the project sees the conversations of others.");
        var user = email is null ? null : await run.Get<UserDirectory>().FindByEmailAsync(email, cancellationToken);
        if (email is not null && user is null)
            return run.Refuse($"There is no user '{email}'.");
        var page = await run.Get<ConversationStore>().ListAllAsync(member, user?.Id, null, after, cancellationToken);
        run.Report.List("conversations", page.Conversations,
            ("ID", c => c.Id), ("WHO", c => c.Email), ("TITLE", c => c.Title), ("QUESTIONS", c => c.Questions), ("UPDATED", c => c.UpdatedAt), ("RUNNING", c => c.IsRunning));
        if (page.Next is { } next)
            await run.Streams.Error.WriteLineAsync($"There are older ones: --after {next}");
        return CommandLine.Ok;
    }
}
