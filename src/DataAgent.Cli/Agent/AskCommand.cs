using System.CommandLine;
using System.Diagnostics;
using DataAgent.Agent;
using DataAgent.Cli.Output;
using DataAgent.Cli.Visualizations;
using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Visualizations;
using DataAgent.Visualizations.Pictures;

namespace DataAgent.Cli.Agent;

internal static class AskCommand
{
    // After a stop: the run still writes down how it ended.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var question = new Argument<string>("question") { Description = "In plain language; - reads it from standard input." };
        var conversation = new Option<Guid?>("--conversation") { Description = "Go on with this conversation instead of a new one.", HelpName = "id" };
        var replace = new Option<Guid?>("--replace")
        {
            Description = "Put this question in place of an earlier one of the conversation, which is kept beside it: the id of its run.",
            HelpName = "run",
        };
        var charts = new Option<string?>("--charts") { Description = "Save the charts of the answer as PNG pictures in this folder.", HelpName = "folder" };
        return commands.Create("ask", "Ask a project's database a question. --jsonl prints events as they come, then the answer; --json only the answer.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var (given, replaced) = (run.Find(conversation), run.Find(replace));
            if (replaced is not null && given is null)
                throw new WrongUsageException("--replace needs --conversation: the conversation that the run belongs to.");
            if (run.Find(charts) is { } folder)
                PictureFile.MakeFolder(folder);
            var text = await run.ReadAsync(run.Value(question), whole: true, cancellationToken) ?? "";
            var conversationId = given ?? await run.Get<ConversationStore>().CreateAsync(member, cancellationToken);
            var runs = run.Get<RunCoordinator>();
            return await (replaced is { } runId
                ? runs.ReplaceAsync(member, conversationId, runId, text, QueryDoor.CommandLine, cancellationToken)
                : runs.StartAsync(member, conversationId, text, QueryDoor.CommandLine, cancellationToken)) switch
            {
                StartOutcome.Started started => await WatchAsync(run, member, conversationId, started.RunId, run.Find(charts), cancellationToken),
                StartOutcome.Busy => run.Refuse("A question of this conversation is being answered already. Wait for it, or ask in a new conversation."),
                StartOutcome.NotFound when replaced is not null => run.Refuse(
                    "There is no such conversation of yours, or no such run in it. See its runs with: dataagent conversation show"),
                StartOutcome.NotFound => run.Refuse("There is no such conversation of yours in this project. List them with: dataagent conversation list"),
                StartOutcome.Limited limited => run.Refuse(limited.Message),
                StartOutcome.Invalid invalid => run.Refuse(invalid.Message),
                _ => throw new UnreachableException(),
            };
        }, slug, question, conversation, replace, charts);
    }

    private static async Task<int> WatchAsync(CliRun run, Member member, Guid conversationId, Guid runId, string? folder, CancellationToken cancellationToken)
    {
        var coordinator = run.Get<RunCoordinator>();
        var answer = new Answer(member, conversationId, runId, run.Get<ResultStore>(), run.Get<ChartStore>());
        var text = new AnswerText(run.Streams, answer);
        using var patience = new CancellationTokenSource();
        Task stopping = Task.CompletedTask;
        await using var onStop = cancellationToken.Register(() =>
        {
            stopping = coordinator.StopAsync(member, conversationId, CancellationToken.None);
            patience.CancelAfter(Patience);
        });

        await foreach (var happened in coordinator.WatchAsync(member, runId, 0, patience.Token))
        {
            answer.Take(happened);
            if (run.Report.Form == OutputForm.JsonLines)
                await run.Streams.Output.WriteLineAsync(CliJson.Write(happened));
            else if (run.Report.Form == OutputForm.Text)
                await text.ShowAsync(happened, patience.Token);
        }

        await stopping;
        if (folder is not null)
        {
            foreach (var file in await answer.SaveChartsAsync(run.Get<ChartPictures>(), folder, patience.Token))
                await run.Streams.Error.WriteLineAsync($"Wrote {file}.");
        }

        if (run.Report.Form != OutputForm.Text)
            await run.Streams.Output.WriteLineAsync(CliJson.Write(await answer.JsonAsync(patience.Token)));
        return answer.Status == RunStatus.Done ? CommandLine.Ok : CommandLine.Failed;
    }
}
