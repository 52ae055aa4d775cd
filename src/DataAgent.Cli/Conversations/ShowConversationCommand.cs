using System.CommandLine;
using DataAgent.Agent;
using DataAgent.Conversations;
using DataAgent.Queries;
using DataAgent.Usage;

namespace DataAgent.Cli.Conversations;

internal static class ShowConversationCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var id = new Argument<Guid>("id") { Description = "Of the conversation." };
        const string what =
            "Show a conversation: questions, SQL and answers. Of a question with several versions, the one that is gone on with; --json has all.";
        return commands.Create("show", what, async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (await run.Get<ConversationStore>().FindAsync(member, run.Value(id), QueryDoor.CommandLine, cancellationToken) is not { } view)
                return run.Refuse("There is no such conversation of yours in this project. List them with: dataagent conversation list");
            run.Report.One(view, output => Write(output, view));
            return CommandLine.Ok;
        }, slug, id);
    }

    private static void Write(TextWriter output, ConversationView view)
    {
        output.WriteLine($"{view.Title}\n");
        var tree = ConversationTree.Of(view.Turns);
        foreach (var turn in view.ActiveTurns())
        {
            output.WriteLine($"> {turn.Question}");
            var tokens = UsageWords.Tokens(turn.Messages.Aggregate(TokenUsage.None, (sum, message) => message.Usage is { } usage ? sum + usage : sum));
            output.WriteLine($"  run {turn.RunId}{Versions(tree.VersionsOf(turn.RunId), turn.RunId)}{(tokens is null ? "" : $", {tokens}")}\n");
            if (turn.Messages.Any(m => m.Role == "summary"))
                output.WriteLine("(earlier messages were summarised for the model)\n");
            var parts = turn.Messages.Where(m => m.Role is "assistant" or "tool").SelectMany(m => m.Parts);
            foreach (var text in parts.Select(Text).OfType<string>())
                output.WriteLine($"{text.Trim()}\n");
            if (turn.Status != RunStatus.Done)
                output.WriteLine($"({turn.Status.ToString().ToLowerInvariant()}{(turn.Detail is null ? "" : $": {turn.Detail}")})\n");
        }
    }

    private static string Versions(IReadOnlyList<Guid> versions, Guid shown) => versions.Count switch
    {
        1 => "",
        2 => $", version {Number(versions, shown)} of 2 (1 other)",
        _ => $", version {Number(versions, shown)} of {versions.Count} ({versions.Count - 1} others)",
    };

    private static int Number(IReadOnlyList<Guid> versions, Guid shown) => versions.TakeWhile(v => v != shown).Count() + 1;

    private static string? Text(MessagePart part) => part switch
    {
        TextPart text => text.Text,
        ResultPart { Artifact: TableArtifact table } => $"{table.Sql}\n({table.RowCount:N0} rows{(table.Truncated ? ", cut short" : "")})",
        ResultPart { Artifact: ChartArtifact chart } => $"[{chart.Spec.Type.ToString().ToLowerInvariant()} chart{(chart.Spec.Title is { } title ? $": {title}" : "")}]",
        ResultPart { Artifact: RefusalArtifact refusal } => $"{refusal.Sql}\n(did not run: {string.Join(" ", refusal.Reasons)})",
        _ => null,
    };
}
