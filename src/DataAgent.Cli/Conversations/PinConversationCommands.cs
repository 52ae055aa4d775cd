using System.CommandLine;
using DataAgent.Conversations;

namespace DataAgent.Cli.Conversations;

internal static class PinConversationCommands
{
    public static Command Pin(CommandBuilder commands) => Create(commands, "pin", "Keep a conversation of yours on top of the list.", isPinned: true);

    public static Command Unpin(CommandBuilder commands) => Create(commands, "unpin", "Put a pinned conversation back to its day.", isPinned: false);

    private static Command Create(CommandBuilder commands, string name, string description, bool isPinned)
    {
        var slug = CommandBuilder.Project();
        var id = new Argument<Guid>("id") { Description = "Of the conversation." };
        return commands.Create(name, description, async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (!await run.Get<ConversationStore>().PinAsync(member, run.Value(id), isPinned, cancellationToken))
                return run.Refuse("There is no such conversation of yours in this project. List them with: dataagent conversation list");
            run.Report.One(new { id = run.Value(id), pinned = isPinned }, output => output.WriteLine(isPinned ? "Pinned." : "Not pinned any more."));
            return CommandLine.Ok;
        }, slug, id);
    }
}
