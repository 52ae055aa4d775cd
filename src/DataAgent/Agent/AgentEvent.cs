using System.Text.Json.Serialization;

namespace DataAgent.Agent;

/// <summary>What a run tells its watchers: one list for the page, for server-sent events and for the command line.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunStarted), "run.started")]
[JsonDerivedType(typeof(StepStarted), "step.started")]
[JsonDerivedType(typeof(StepReset), "step.reset")]
[JsonDerivedType(typeof(TextDelta), "text.delta")]
[JsonDerivedType(typeof(ReasoningDelta), "reasoning.delta")]
[JsonDerivedType(typeof(ToolStarted), "tool.started")]
[JsonDerivedType(typeof(ToolArgsDelta), "tool.args.delta")]
[JsonDerivedType(typeof(ToolExecuting), "tool.executing")]
[JsonDerivedType(typeof(ToolFinished), "tool.finished")]
[JsonDerivedType(typeof(ContextSummarized), "context.summarized")]
[JsonDerivedType(typeof(UsageReported), "usage")]
[JsonDerivedType(typeof(RetryWait), "retry.wait")]
[JsonDerivedType(typeof(Checkpoint), "checkpoint")]
[JsonDerivedType(typeof(RunEnded), "run.ended")]
public abstract record AgentEvent
{
    /// <summary>Rises within a run, with gaps; a reader that has seen n asks for what comes after n, also in another process or later.</summary>
    public long Seq { get; init; }
}

public sealed record RunStarted(Guid RunId, Guid ConversationId, bool Resumed) : AgentEvent;
public sealed record StepStarted(int Step) : AgentEvent;

/// <summary>Drop the text of this step that was shown so far: the model is asked again.</summary>
public sealed record StepReset(int Step) : AgentEvent;

public sealed record TextDelta(int Step, string Text) : AgentEvent;
public sealed record ReasoningDelta(int Step, string Text) : AgentEvent;
public sealed record ToolStarted(int Step, string CallId, string Tool) : AgentEvent;

/// <param name="Json">The next piece of the arguments, as the model writes them.</param>
public sealed record ToolArgsDelta(string CallId, string Json) : AgentEvent;

/// <param name="Arguments">The whole arguments, one JSON object.</param>
public sealed record ToolExecuting(int Step, string CallId, string Tool, string Arguments) : AgentEvent;

public sealed record ToolFinished(int Step, string CallId, string Tool, bool IsError, long Milliseconds, string Summary, Artifact? Artifact) : AgentEvent;

/// <param name="Text">What the model is told from here on in place of all earlier messages.</param>
public sealed record ContextSummarized(int Step, string Text) : AgentEvent;

/// <param name="IsSummary">Of the call that summarised what came before, not of the step's own.</param>
public sealed record UsageReported(int Step, TokenUsage Usage, bool IsSummary = false) : AgentEvent;
public sealed record RetryWait(int Attempt, double Seconds, string Reason) : AgentEvent;

/// <param name="MessageSeq">Everything up to this row of the conversation is kept.</param>
public sealed record Checkpoint(long MessageSeq) : AgentEvent;

/// <param name="Detail">What went wrong and what to do, in our words; <c>null</c> when nothing did.</param>
public sealed record RunEnded(RunStatus Status, string? Detail) : AgentEvent;

[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("done")] Done,
    [JsonStringEnumMemberName("stopped")] Stopped,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("refused")] Refused,
    [JsonStringEnumMemberName("step_limit")] StepLimit,
}

/// <param name="Input">All input, what was read from and written to the provider's cache among it.</param>
public sealed record TokenUsage(long Input, long Output, long CacheRead, long CacheWrite)
{
    public static TokenUsage None { get; } = new(0, 0, 0, 0);

    public static TokenUsage operator +(TokenUsage a, TokenUsage b) =>
        new(a.Input + b.Input, a.Output + b.Output, a.CacheRead + b.CacheRead, a.CacheWrite + b.CacheWrite);
}
