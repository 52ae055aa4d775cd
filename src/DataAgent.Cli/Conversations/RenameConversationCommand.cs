using System.CommandLine;
using DataAgent.Conversations;
using DataAgent.Queries;

namespace DataAgent.Cli.Conversations;

internal static class RenameConversationCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var id = new Argument<Guid>("id") { Description = "Of the conversation." };
        var title = new Argument<string>("title") { Description = "What it is called from now on." };
        return commands.Create("rename", "Give a conversation of yours another title.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (string.IsNullOrWhiteSpace(run.Value(title)))
                throw new WrongUsageException("A title has at least one character that is no blank.");
            if (!await run.Get<ConversationStore>().RenameAsync(member, run.Value(id), run.Value(title), QueryDoor.CommandLine, cancellationToken))
                return run.Refuse("There is no such conversation of yours in this project. List them with: dataagent conversation list");
            run.Report.One(new { renamed = run.Value(id) }, output => output.WriteLine("Renamed."));
            return CommandLine.Ok;
        }, slug, id, title);
    }
}
