using System.Collections.Immutable;
using DataAgent.Agent;
using DataAgent.Conversations;

namespace DataAgent.Web.Conversations;

/// <summary>Makes what the page shows out of stored rows and out of live events. Both ways end in the same state.</summary>
public static class TurnFold
{
    public static TurnState From(TurnView turn)
    {
        var state = TurnState.Asked(turn.RunId, turn.Question, turn.Model, turn.StartedAt);
        foreach (var message in turn.Messages)
        {
            foreach (var part in message.Parts)
                state = Add(state, message, part);
            if (message.Usage is { } usage)
                state = state.With(message.Step, message.Role == "summary", usage);
        }

        return turn.Status == RunStatus.Running ? state : End(state, turn.Status, turn.Detail, turn.EndedAt);
    }

    /// <remarks>A run that is told again from its start, or a step that is asked again, replaces what was shown of it.</remarks>
    public static TurnState Apply(TurnState state, AgentEvent happened, DateTimeOffset now) => happened switch
    {
        RunStarted { Resumed: false } =>
            state with { Status = RunStatus.Running, Detail = null, EndedAt = null, Steps = [], Summaries = [] },
        StepStarted e => WithStep(state, e.Step, _ => StepState.Empty(e.Step)) with { Waiting = null },
        StepReset e => WithStep(state, e.Step, _ => StepState.Empty(e.Step)),
        TextDelta e => WithStep(state, e.Step, step => step with { Text = step.Text + e.Text }) with { Waiting = null },
        ReasoningDelta e => WithStep(state, e.Step, step => step with { Reasoning = step.Reasoning + e.Text }) with { Waiting = null },
        ToolStarted e => WithCall(state, e.Step, new ToolCall(e.CallId, e.Tool, "", CallStatus.Writing)),
        ToolArgsDelta e => WithKnownCall(state, e.CallId, call => call with { Arguments = call.Arguments + e.Json }),
        ToolExecuting e => WithCall(state, e.Step, new ToolCall(e.CallId, e.Tool, e.Arguments, CallStatus.Running)),
        ToolFinished e => WithCall(state, e.Step, new ToolCall(
            e.CallId, e.Tool, Find(state, e.CallId)?.Arguments ?? "", e.IsError ? CallStatus.Failed : CallStatus.Done, e.Milliseconds, ToolCall.Said(e.Summary, e.Artifact), e.Artifact)),
        ContextSummarized e => state with { Summaries = state.Summaries.Add(e.Text), Waiting = null },
        UsageReported e => state.With(e.Step, e.IsSummary, e.Usage),
        RetryWait e => state with { Waiting = $"{e.Reason} Trying again in {Math.Ceiling(e.Seconds):0} s." },
        RunEnded e => End(state, e.Status, e.Detail, now),
        _ => state,
    };

    private static TurnState Add(TurnState state, MessageView message, MessagePart part) => (message.Role, part) switch
    {
        ("assistant", TextPart text) => WithStep(state, message.Step, step => step with { Text = step.Text + text.Text }),
        ("summary", TextPart text) => state with { Summaries = state.Summaries.Add(text.Text) },
        ("assistant", ReasoningPart reasoning) => WithStep(state, message.Step, step => step with { Reasoning = step.Reasoning + reasoning.Text }),
        ("assistant", CallPart call) => WithCall(state, message.Step, new ToolCall(call.CallId, call.Tool, call.Arguments, CallStatus.Running)),
        ("tool", ResultPart result) => WithKnownCall(state, result.CallId, call => call with
        {
            Status = result.IsError ? CallStatus.Failed : CallStatus.Done,
            Milliseconds = result.Milliseconds,
            Summary = ToolCall.Said(result.Text, result.Artifact),
            Artifact = result.Artifact,
        }),
        _ => state,
    };

    private static TurnState End(TurnState state, RunStatus status, string? detail, DateTimeOffset? at) => state with
    {
        Status = status,
        Detail = detail,
        EndedAt = at,
        Waiting = null,
        Steps = [.. state.Steps.Select(step => step with { Calls = [.. step.Calls.Select(Interrupt)] })],
    };

    private static ToolCall Interrupt(ToolCall call) =>
        call.Status is CallStatus.Writing or CallStatus.Running ? call with { Status = CallStatus.Interrupted } : call;

    private static ToolCall? Find(TurnState state, string callId) => state.Calls.FirstOrDefault(call => call.CallId == callId);

    private static TurnState WithStep(TurnState state, int number, Func<StepState, StepState> change)
    {
        var index = state.Steps.FindIndex(step => step.Number == number);
        return state with
        {
            Steps = index < 0 ? state.Steps.Add(change(StepState.Empty(number))) : state.Steps.SetItem(index, change(state.Steps[index])),
        };
    }

    private static TurnState WithCall(TurnState state, int number, ToolCall call) => WithStep(state, number, step =>
    {
        var index = step.Calls.FindIndex(known => known.CallId == call.CallId);
        return step with { Calls = index < 0 ? step.Calls.Add(call) : step.Calls.SetItem(index, call) };
    });

    private static TurnState WithKnownCall(TurnState state, string callId, Func<ToolCall, ToolCall> change) =>
        state.Steps.FirstOrDefault(step => step.Calls.Any(call => call.CallId == callId)) is { } step
            ? WithCall(state, step.Number, change(step.Calls.First(call => call.CallId == callId)))
            : state;
}
