using DataAgent.Conversations;

namespace DataAgent.Agent;

/// <summary>Reads the rows, does what they ask for, and reads them again, until they say that the run has ended.</summary>
internal sealed class AgentLoop(MessageLog messages, ModelStep model, ToolRunner tools, AgentOptions options)
{
    public async Task<RunEnd> RunAsync(RunContext run, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lease = run.Live.Lease;
            var history = await messages.ReadPathAsync(lease.ConversationId, lease.RunId, cancellationToken);
            switch (NextMove.From([.. history.Where(m => m.RunId == lease.RunId)], options.MaxSteps))
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
                    await model.TakeAsync(run, history, ask.Step, ask.IsLast, cancellationToken);
                    break;
            }
        }
    }
}
