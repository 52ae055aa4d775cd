using System.CommandLine;
using DataAgent.Conversations;

namespace DataAgent.Cli.Conversations;

internal static class SwitchVersionCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var id = new Argument<Guid>("id") { Description = "Of the conversation." };
        var runId = new Argument<Guid>("run") { Description = "The version of a question, by the id of its run." };
        return commands.Create("switch", "Go on with another version of a question, and with what was asked after it.",
            async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (!await run.Get<ConversationStore>().ShowVersionAsync(member, run.Value(id), run.Value(runId), cancellationToken))
                return run.Refuse(
                    "There is no such conversation of yours, or no such run in it. See its runs with: dataagent conversation show --json");
            run.Report.One(new { shown = run.Value(runId) }, output => output.WriteLine("Switched."));
            return CommandLine.Ok;
        }, slug, id, runId);
    }
}
