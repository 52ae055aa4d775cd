using System.Text;
using DataAgent.Agent.Providers;
using DataAgent.Conversations;
using DataAgent.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

/// <summary>Asks the model once and keeps what it said as one row, before any of its calls runs.</summary>
/// <remarks>A call to a model changes nothing, so after a passing failure what it sent is dropped and it is asked again.</remarks>
internal sealed partial class ModelStep(AgentOptions options, CallLog calls, TimeProvider time, ILogger<ModelStep> logger)
{
    /// <param name="history">As much of it as the model is to see.</param>
    public async Task TakeAsync(RunContext run, IReadOnlyList<StoredMessage> history, int step, bool isLast, CancellationToken cancellationToken)
    {
        run.Live.Log.Add(new StepStarted(step));
        if (run.Live.IsSaidAnew)
            run.Live.Log.Add(new StepReset(step));
        for (var attempt = 1; ; attempt++)
        {
            var reply = new Reply(run, step, new CallTimer(time));
            try
            {
                var messages = ChatMapping.ToChat(run.SystemPrompt, history, run.Model.Model);
                await foreach (var update in run.Model.Client.GetStreamingResponseAsync(messages, ModelRequest.Options(run.Model, run.Tools.Values, isLast), cancellationToken))
                    reply.Add(update);
                reply.Complete();
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                await KeepTextAsync(run, step, reply);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (ModelFailureException failure)
            {
                await calls.AddAsync(run, reply.ToCall(), failure.Reason);
                if (!failure.IsPassing)
                    throw;
                LogAttemptFailed(logger, attempt, run.Model.Model, failure);
                await WaitAsync(run, step, attempt, failure, reply, cancellationToken);
                continue;
            }

            var message = reply.ToMessage();
            // Half a call is answered and the run goes on, so only an answer ends it here.
            var end = NextMove.EndWith(run.Live.Rows, message.Stored(0, run.Live.Lease.RunId), options.MaxSteps);
            await run.Live.AppendAsync(message, end, reply.Usage is { } tokens ? [new UsageReported(step, tokens)] : []);
            return;
        }
    }

    private async Task WaitAsync(RunContext run, int step, int attempt, ModelFailureException failure, Reply reply, CancellationToken cancellationToken)
    {
        var wait = RetryPause.After(failure, attempt, options);
        if (reply.WasShown)
            run.Live.Log.Add(new StepReset(step));
        run.Live.Log.Add(new RetryWait(attempt, Math.Round(wait.TotalSeconds, 2), failure.Reason));
        await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>After a stop the text stays, without half a call or thinking that nobody signed.</summary>
    private static async Task KeepTextAsync(RunContext run, int step, Reply reply)
    {
        if (run.Live.CancelCause is not (CancelCause.Stopped or CancelCause.Deadline) || string.IsNullOrWhiteSpace(reply.Text))
            return;
        await run.Live.AppendAsync(new(step, MessageRole.Assistant, [new TextPart(reply.Text)])
        {
            Model = run.Model.Model,
            StopReason = NextMove.ReasonStopped,
            Call = reply.ToCall(),
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} at model {Model} failed")]
    private static partial void LogAttemptFailed(ILogger logger, int attempt, string model, Exception exception);

    /// <summary>What the model sends in one attempt, told as it comes.</summary>
    private sealed class Reply(RunContext run, int step, CallTimer timer)
    {
        private readonly GatheredUpdates _updates = new();
        private readonly StringBuilder _text = new();
        private readonly HashSet<string> _startedCalls = [];
        private ChatResponse _response = new();

        public bool WasShown { get; private set; }
        public string Text => _text.ToString();
        public TokenUsage? Usage => _response.Usage is null ? null : ChatMapping.ToUsage(_response.Usage);

        public void Add(ChatResponseUpdate update)
        {
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextReasoningContent { Text.Length: > 0 } reasoning:
                        Tell(new ReasoningDelta(step, reasoning.Text));
                        break;
                    case TextContent { Text.Length: > 0 } text:
                        _text.Append(text.Text);
                        Tell(new TextDelta(step, text.Text));
                        break;
                    case ToolCallDelta delta:
                        StartCall(delta.CallId, delta.Tool);
                        if (delta.Json.Length > 0)
                            Tell(new ToolArgsDelta(delta.CallId, delta.Json));
                        break;
                    case FunctionCallContent call:
                        StartCall(call.CallId, call.Name);
                        break;
                }
            }

            _updates.Add(update);
        }

        /// <exception cref="ModelFailureException">The stream ended before the model was done.</exception>
        public void Complete()
        {
            _response = _updates.ToResponse();
            if (_response.FinishReason is null)
                throw ModelFailureException.Passing("The provider's answer broke off.");
        }

        public NewMessage ToMessage() => new(step, MessageRole.Assistant, ChatMapping.ToParts(_response))
        {
            Model = run.Model.Model,
            StopReason = _response.FinishReason?.Value,
            Usage = Usage,
            Call = ToCall(),
        };

        public ModelCall ToCall() => timer.End(CallPurpose.Answer, run.Member.Project.LlmProvider, run.Model.Model, Usage ?? run.Model.Uncounted);

        private void StartCall(string callId, string tool)
        {
            if (_startedCalls.Add(callId))
                Tell(new ToolStarted(step, callId, tool));
        }

        private void Tell(AgentEvent e)
        {
            WasShown = true;
            timer.Mark();
            run.Live.Log.Add(e);
        }
    }
}
