using DataAgent.Agent.Tools;
using DataAgent.Conversations;
using DataAgent.Credentials;
using DataAgent.Queries;
using DataAgent.Telemetry;
using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

/// <summary>Answers the calls of one step: side by side, each within its time, each with a row of its own.</summary>
internal sealed partial class ToolRunner(AgentOptions options, TimeProvider time, ILogger<ToolRunner> logger)
{
    public async Task RunAsync(RunContext run, int step, IReadOnlyList<CallPart> calls, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(options.MaxParallelTools);
        await Task.WhenAll(calls.Select(async call =>
        {
            await slots.WaitAsync(cancellationToken);
            try
            {
                await RunAsync(run, step, call, cancellationToken);
            }
            finally
            {
                slots.Release();
            }
        }));
    }

    /// <summary>Answers calls without running them: a provider takes no question while a call is open.</summary>
    public static async Task DeclineAsync(LiveRun run, int step, IReadOnlyList<CallPart> calls, string why)
    {
        foreach (var call in calls)
            await AnswerAsync(run, step, call, ToolOutcome.Error($"Not executed: {why}."), elapsed: TimeSpan.Zero);
    }

    private async Task RunAsync(RunContext run, int step, CallPart call, CancellationToken cancellationToken)
    {
        run.Live.Log.Add(new ToolExecuting(step, call.CallId, call.Tool, call.Arguments));
        var started = time.GetTimestamp();
        using var span = Spans.Tool(call, run.Live.Lease);
        var outcome = await OutcomeAsync(run, call, cancellationToken);
        if (outcome.IsError)
            span.Fail("tool_error");
        await AnswerAsync(run.Live, step, call, outcome, time.GetElapsedTime(started));
    }

    private async Task<ToolOutcome> OutcomeAsync(RunContext run, CallPart call, CancellationToken cancellationToken)
    {
        if (call.IsBroken)
            return ToolOutcome.Error("The arguments of this call were cut off or are no JSON. Send the call again, shorter if it was long.");
        if (!run.Tools.TryGetValue(call.Tool, out var tool))
            return ToolOutcome.Error($"There is no tool '{call.Tool}'. There are: {string.Join(", ", run.Tools.Keys)}.");

        var limit = tool.Timeout(run.Member.Project, options);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            var context = new ToolContext(run.Member, run.Live.Lease.ConversationId, run.Dictionary);
            // Trouble of our own database alone comes here, that of a project's is an outcome. Tools read, so they may run twice.
            return await Patience.RetryAsync(
                () => ToolFunction.CallAsync(tool.Function, call.Arguments, context, timer.Token).WaitAsync(timer.Token),
                options.DatabasePatience, time, timer.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ToolOutcome.Error($"It took longer than {limit.TotalSeconds:0} seconds and was stopped. Ask for less.");
        }
        catch (ToolArgumentsException e)
        {
            LogBadArguments(logger, call.Tool, e);
            return ToolOutcome.Error(e.Message);
        }
        catch (Exception e) when (e is ProjectDatabaseException or CredentialException)
        {
            return ToolOutcome.Error(e.Message);
        }
        catch (Exception e) when (e is not (OperationCanceledException or LeaseLostException))
        {
            var id = Guid.NewGuid();
            LogToolFailed(logger, call.Tool, id, e);
            return ToolOutcome.Error($"The tool failed on our side (id {id:n}). Say so; trying once more may help.");
        }
    }

    private static Task AnswerAsync(LiveRun run, int step, CallPart call, ToolOutcome outcome, TimeSpan elapsed)
    {
        var result = new ResultPart(call.CallId, outcome.Text, outcome.IsError, (long)elapsed.TotalMilliseconds, outcome.Artifact);
        return run.AppendAsync(new(step, MessageRole.Tool, [result]) { CallId = call.CallId }, RunReplay.Finished(step, result, call.Tool));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Arguments for tool {Tool} did not fit")]
    private static partial void LogBadArguments(ILogger logger, string tool, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Tool {Tool} failed ({Id})")]
    private static partial void LogToolFailed(ILogger logger, string tool, Guid id, Exception exception);
}
