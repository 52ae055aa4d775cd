using System.CommandLine;
using DataAgent.Conversations;
using DataAgent.Queries;

namespace DataAgent.Cli.Conversations;

internal static class RemoveConversationCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var id = new Argument<Guid>("id") { Description = "Of the conversation." };
        return commands.Create("remove", "Remove a conversation of yours with its answers, tables and charts, for good.",
            async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (!await run.Get<ConversationStore>().DeleteAsync(member, run.Value(id), QueryDoor.CommandLine, cancellationToken))
                return run.Refuse("There is no such conversation of yours in this project. List them with: dataagent conversation list");
            run.Report.One(new { removed = run.Value(id) }, output => output.WriteLine("Removed."));
            return CommandLine.Ok;
        }, slug, id);
    }
}
