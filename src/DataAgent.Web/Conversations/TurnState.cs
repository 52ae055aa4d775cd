using System.Collections.Immutable;
using DataAgent.Agent;

namespace DataAgent.Web.Conversations;

/// <summary>Where a tool call stands.</summary>
public enum CallStatus { Writing, Running, Done, Failed, Interrupted }

/// <param name="Arguments">One JSON object; a beginning of one while the model writes it.</param>
/// <param name="Summary">What the tool said, in words, as far as it is shown: nothing beside an artifact, whose rows would be held for each open page.</param>
public sealed record ToolCall(
    string CallId, string Tool, string Arguments, CallStatus Status, long Milliseconds = 0, string Summary = "", Artifact? Artifact = null)
{
    private const int MostShown = 4_000;

    public static string Said(string text, Artifact? artifact) =>
        artifact is not null ? "" : text.Length > MostShown ? text[..MostShown] + " …" : text;
}

/// <summary>One answer of the model: its text and the tools it called. The text of a step with calls is a note on the way, not the answer.</summary>
public sealed record StepState(int Number, string Text, string Reasoning, ImmutableList<ToolCall> Calls)
{
    public static StepState Empty(int number) => new(number, "", "", []);
}

/// <summary>One question and all that is known of its answer, as the page shows it.</summary>
/// <param name="Waiting">Why nothing happens for a while (a retry of the model), in words.</param>
public sealed record TurnState(
    Guid RunId, string Question, RunStatus Status, string? Detail, string Model, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    string? Waiting, ImmutableList<StepState> Steps)
{
    /// <summary>What the model was told in place of earlier messages, when they grew too long.</summary>
    public ImmutableList<string> Summaries { get; init; } = [];

    /// <summary>What each call of a model took, so that one which is told twice counts once; see <see cref="With"/>.</summary>
    public ImmutableSortedDictionary<string, TokenUsage> Usage { get; init; } = ImmutableSortedDictionary<string, TokenUsage>.Empty;

    public TokenUsage Tokens => Usage.Values.Aggregate(TokenUsage.None, (sum, usage) => sum + usage);

    /// <param name="isSummary">Of the call that summarised what came before the step.</param>
    public TurnState With(int step, bool isSummary, TokenUsage usage) =>
        this with { Usage = Usage.SetItem(isSummary ? $"{step} summary" : $"{step}", usage) };

    public bool IsRunning => Status == RunStatus.Running;

    /// <summary>The text of the last step, when that step called nothing.</summary>
    public string Answer => Steps is [.., { Calls.IsEmpty: true } last] ? last.Text : "";

    public IEnumerable<ToolCall> Calls => Steps.SelectMany(step => step.Calls);

    public static TurnState Asked(Guid runId, string question, string model, DateTimeOffset at) =>
        new(runId, question, RunStatus.Running, null, model, at, null, null, []);
}
