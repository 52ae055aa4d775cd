using DataAgent.Agent.Providers;
using DataAgent.Conversations;
using DataAgent.Telemetry;

namespace DataAgent.Agent;

/// <summary>Looks at the rows, does what they ask for, and looks at them again, until they say that the run has ended.</summary>
internal sealed class AgentLoop(MessageLog messages, ModelStep model, SummaryStep summaries, ToolRunner tools, AgentOptions options)
{
    public async Task<RunEnd> RunAsync(RunContext run, CancellationToken cancellationToken)
    {
        // What came before the run does not change while it is live: one run of a conversation is.
        var earlier = run.Live.IsFirst ? [] : await messages.ReadEarlierAsync(run.Live.Lease.ConversationId, run.Live.Lease.RunId, cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (NextMove.From(run.Live.Rows, options.MaxSteps))
            {
                case NextMove.Finish finish:
                    return finish.End;
                case NextMove.Answer { AtLimit: true } answer:
                    await ToolRunner.DeclineAsync(run.Live, answer.Step, answer.Calls, "the limit of steps is reached");
                    break;
                case NextMove.Answer answer:
                    await tools.RunAsync(run, answer.Step, answer.Calls, cancellationToken);
                    break;
                case NextMove.Ask ask:
                    using (Spans.Step(ask.Step))
                        await AskAsync(run, [.. earlier, .. run.Live.Rows], ask, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Asks the model, or first makes room for the question: then the rows are looked at again.</summary>
    private async Task AskAsync(RunContext run, IReadOnlyList<StoredMessage> path, NextMove.Ask ask, CancellationToken cancellationToken)
    {
        var budget = ContextBudget.Of(run, options);
        var fitted = run.Live.Room is { } room ? budget.Squeeze(path, room) : budget.Fit(path);
        // A step has one summary at most: what is too long with it is too long.
        var maySummarize = run.Model.Summarizes && run.Live.Room is null && fitted.Rows.Count > 1
            && !path.Any(m => m.RunId == run.Live.Lease.RunId && m.Step == ask.Step && m.Role == MessageRole.Summary);
        if (maySummarize && budget.IsFull(fitted))
        {
            await SummarizeAsync(run, path, ask.Step, Scale(budget.Tokens * 6 / 10), Scale(budget.Tokens / 2), cancellationToken);
            return;
        }

        try
        {
            await model.TakeAsync(run, fitted.Rows, ask.Step, ask.IsLast, cancellationToken);
        }
        catch (ModelFailureException failure) when (failure.IsTooLong && maySummarize)
        {
            // The model's context is smaller than we knew.
            await SummarizeAsync(run, path, ask.Step, Scale(fitted.Tokens / 2), Scale(fitted.Tokens / 2), cancellationToken);
        }

        // A text may take more tokens than its characters make one think, as usage tells.
        long Scale(long tokens) => tokens * Math.Min(fitted.Tokens, budget.Estimate(path)) / Math.Max(1, fitted.Tokens);
    }

    /// <param name="readable">Tokens by estimate that the summary may be written from.</param>
    /// <param name="roomWithout">Those that the conversation may take from then on if there is none.</param>
    private async Task SummarizeAsync(
        RunContext run, IReadOnlyList<StoredMessage> path, int step, long readable, long roomWithout, CancellationToken cancellationToken)
    {
        if (!await summaries.TakeAsync(run, path, step, readable, cancellationToken))
            run.Live.Room = roomWithout;
    }
}
