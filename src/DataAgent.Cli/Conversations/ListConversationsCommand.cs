using System.CommandLine;
using DataAgent.Conversations;

namespace DataAgent.Cli.Conversations;

internal static class ListConversationsCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("list", "List your conversations in a project, the latest first.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            run.Report.List("conversations", await run.Get<ConversationStore>().ListAsync(member, cancellationToken),
                ("ID", c => c.Id), ("TITLE", c => c.Title), ("UPDATED", c => c.UpdatedAt), ("RUNNING", c => c.IsRunning));
            return CommandLine.Ok;
        }, slug);
    }
}
