using DataAgent.Agent;
using DataAgent.Usage;

namespace DataAgent.Conversations;

/// <summary>One row of a conversation, read back.</summary>
/// <param name="Role">user, assistant, tool or summary.</param>
internal sealed record StoredMessage(long Seq, Guid RunId, int Step, string Role, IReadOnlyList<MessagePart> Parts)
{
    public string? CallId { get; init; }
    public string? Model { get; init; }
    public string? StopReason { get; init; }
    public TokenUsage? Usage { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    public IEnumerable<CallPart> Calls => Parts.OfType<CallPart>();
    public IEnumerable<ResultPart> Results => Parts.OfType<ResultPart>();
}

/// <summary>A row to be appended. Run, step, role and call id are its key: appending it twice keeps one.</summary>
internal sealed record NewMessage(int Step, string Role, IReadOnlyList<MessagePart> Parts)
{
    /// <summary>The call of the model that wrote it: kept with it, or neither is. Whose call it was is read from the run.</summary>
    public ModelCall? Call { get; init; }

    public string? CallId { get; init; }
    public string? Model { get; init; }
    public string? StopReason { get; init; }
    public TokenUsage? Usage { get; init; }

    /// <summary>As it is read back from its row.</summary>
    public StoredMessage Stored(long seq, Guid runId) => new(seq, runId, Step, Role, MessageJson.ReadParts(MessageJson.Write(Parts)))
    {
        CallId = CallId,
        Model = Model,
        StopReason = StopReason,
        Usage = Usage,
    };
}

internal static class MessageRole
{
    public const string User = "user", Assistant = "assistant", Tool = "tool", Summary = "summary";
}
