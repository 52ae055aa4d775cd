using DataAgent.Agent.Providers;
using DataAgent.Conversations;
using DataAgent.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

/// <summary>Has the run's model write down what matters of a conversation, and keeps it as one row in place of those before it.</summary>
internal sealed partial class SummaryStep(AgentOptions options, CallLog calls, TimeProvider time, ILogger<SummaryStep> logger)
{
    private const int MaxOutputTokens = 4_000;
    private const int CharactersPerToken = 3;

    /// <param name="room">Tokens that may be read for it.</param>
    /// <returns>False: none could be written, and the log says why. The run goes on without.</returns>
    public async Task<bool> TakeAsync(
        RunContext run, IReadOnlyList<StoredMessage> path, int step, long room, CancellationToken cancellationToken)
    {
        try
        {
            var (response, call) = await AskAsync(run, SummaryText.Transcript(path, room * CharactersPerToken), cancellationToken);
            if (string.IsNullOrWhiteSpace(response.Text))
            {
                LogEmpty(logger, run.Live.Lease.RunId, run.Model.Model);
                await calls.AddAsync(run, call, failure: null);
                return false;
            }

            await KeepAsync(run, step, response, call);
            return true;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (ModelFailureException failure)
        {
            LogFailed(logger, run.Live.Lease.RunId, run.Model.Model, failure);
            return false;
        }
    }

    private async Task<(ChatResponse Response, ModelCall Call)> AskAsync(RunContext run, string transcript, CancellationToken cancellationToken)
    {
        ChatMessage[] messages = [new(ChatRole.System, SummaryText.Prompt), new(ChatRole.User, transcript)];
        var request = new ChatOptions { ModelId = run.Model.Model, MaxOutputTokens = Math.Min(MaxOutputTokens, run.Model.MaxOutputTokens) };
        for (var attempt = 1; ; attempt++)
        {
            var timer = new CallTimer(time);
            try
            {
                // Streamed like any answer: only so a provider that falls silent is noticed.
                var updates = run.Model.Client.GetStreamingResponseAsync(messages, request, cancellationToken);
                var response = await updates.ToChatResponseAsync(cancellationToken);
                return response.FinishReason is null
                    ? throw ModelFailureException.Passing("The provider's answer broke off.")
                    : (response, Ended(run, timer, response.Usage));
            }
            catch (ModelFailureException failure) when (!cancellationToken.IsCancellationRequested)
            {
                await calls.AddAsync(run, Ended(run, timer, null), failure.Reason);
                if (!failure.IsPassing)
                    throw;
                var wait = RetryPause.After(failure, attempt, options);
                run.Live.Log.Add(new RetryWait(attempt, Math.Round(wait.TotalSeconds, 2), failure.Reason));
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private static ModelCall Ended(RunContext run, CallTimer timer, UsageDetails? usage) => timer.End(
        CallPurpose.Summary, run.Member.Project.LlmProvider, run.Model.Model, usage is null ? run.Model.Uncounted : ChatMapping.ToUsage(usage));

    private static Task KeepAsync(RunContext run, int step, ChatResponse response, ModelCall call)
    {
        var usage = response.Usage is null ? null : ChatMapping.ToUsage(response.Usage);
        var text = response.Text.Trim();
        var row = new NewMessage(step, MessageRole.Summary, [new TextPart(text)])
        {
            Model = run.Model.Model,
            StopReason = response.FinishReason?.Value,
            Usage = usage,
            Call = call,
        };
        var told = new ContextSummarized(step, text);
        return usage is null ? run.Live.AppendAsync(row, told) : run.Live.AppendAsync(row, told, new UsageReported(step, usage, IsSummary: true));
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Run {Run}: model {Model} could not summarise the conversation; its oldest messages are left out instead")]
    private static partial void LogFailed(ILogger logger, Guid run, string model, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Run {Run}: model {Model} wrote an empty summary; the conversation's oldest messages are left out instead")]
    private static partial void LogEmpty(ILogger logger, Guid run, string model);
}
