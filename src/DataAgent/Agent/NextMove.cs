using DataAgent.Conversations;

namespace DataAgent.Agent;

/// <summary>What to do next, read from a run's rows and nothing else: a run that was cut off goes on where its rows end.</summary>
internal abstract record NextMove
{
    public const string ReasonStopped = "stopped";

    private NextMove() { }

    /// <summary>Calls that no row answers yet; <paramref name="AtLimit"/>: answer them without running them.</summary>
    public sealed record Answer(int Step, IReadOnlyList<CallPart> Calls, bool AtLimit) : NextMove;

    /// <summary>Ask the model; <paramref name="IsLast"/>: it may call no tool.</summary>
    public sealed record Ask(int Step, bool IsLast) : NextMove;

    public sealed record Finish(RunEnd End) : NextMove;

    /// <param name="rows">Of this run, in order: the question first.</param>
    public static NextMove From(IReadOnlyList<StoredMessage> rows, int maxSteps)
    {
        var last = rows.LastOrDefault(r => r.Role == MessageRole.Assistant);
        var step = last?.Step ?? 0;
        if (OpenCalls(rows) is { Count: > 0 } open)
            return new Answer(step, open, AtLimit: step >= maxSteps);
        if (last is not null && ReferenceEquals(last, rows[^1]) && last.StopReason != "pause_turn")
            return new Finish(EndAfter(last, rows, maxSteps));
        return step >= maxSteps ? new Finish(StepLimit(maxSteps)) : new Ask(step + 1, IsLast: step + 1 == maxSteps);
    }

    /// <summary>How a run ends that <paramref name="last"/> is appended to; null: there is more to do.</summary>
    public static RunEnd? EndWith(IReadOnlyList<StoredMessage> rows, StoredMessage last, int maxSteps) =>
        (From([.. rows, last], maxSteps) as Finish)?.End;

    public static IReadOnlyList<CallPart> OpenCalls(IReadOnlyList<StoredMessage> rows)
    {
        var last = rows.LastOrDefault(r => r.Role == MessageRole.Assistant);
        if (last is null)
            return [];
        var answered = rows.Where(r => r.Role == MessageRole.Tool && r.Step == last.Step).Select(r => r.CallId).ToHashSet();
        return [.. last.Calls.Where(c => !answered.Contains(c.CallId))];
    }

    private static RunEnd EndAfter(StoredMessage last, IReadOnlyList<StoredMessage> rows, int maxSteps) => last.StopReason switch
    {
        ReasonStopped => new(RunStatus.Stopped),
        "content_filter" => new(RunStatus.Refused, "The model declined to answer this. Put the question differently."),
        "length" => new(RunStatus.Failed, "The answer reached the model's length limit and is cut off. Ask for less at a time, or ask it to go on."),
        _ when last.Step >= maxSteps => StepLimit(maxSteps),
        _ when !rows.Any(HasText) => new(RunStatus.Failed, "The model gave no answer. Ask again, or put the question differently."),
        _ => new(RunStatus.Done),
    };

    private static RunEnd StepLimit(int maxSteps) =>
        new(RunStatus.StepLimit, $"The question took more than {maxSteps} steps; what you see is as far as they led. Ask for less at a time, or ask to go on.");

    private static bool HasText(StoredMessage row) =>
        row.Role == MessageRole.Assistant && row.Parts.OfType<TextPart>().Any(t => !string.IsNullOrWhiteSpace(t.Text));
}
