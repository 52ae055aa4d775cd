using DataAgent.Agent;

namespace DataAgent.Usage;

/// <summary>One call of a model, also one that failed. It stays when its conversation is deleted: what was spent stays spent.</summary>
public sealed class ModelCall
{
    public Guid Id { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid ProjectId { get; set; }
    public Guid UserId { get; set; }

    /// <summary>Null for the test of a model.</summary>
    public Guid? ConversationId { get; set; }

    /// <inheritdoc cref="ConversationId"/>
    public Guid? RunId { get; set; }

    /// <summary>answer, summary or test.</summary>
    public required string Purpose { get; set; }

    public required string Provider { get; set; }
    public required string Model { get; set; }

    /// <summary>Tokens in, those of the cache among them; null: the provider told no count.</summary>
    public long? InputTokens { get; set; }

    public long? OutputTokens { get; set; }
    public long? CacheReadTokens { get; set; }
    public long? CacheWriteTokens { get; set; }
    public long Milliseconds { get; set; }

    /// <summary>From the question to the first word or call; null: there was none.</summary>
    public long? FirstTokenMilliseconds { get; set; }

    /// <summary>Why it failed, in our words; null: it did not.</summary>
    public string? Failure { get; set; }

    public void Count(TokenUsage? tokens) => (InputTokens, OutputTokens, CacheReadTokens, CacheWriteTokens) =
        (tokens?.Input, tokens?.Output, tokens?.CacheRead, tokens?.CacheWrite);
}

/// <summary>What a call of a model was for.</summary>
internal static class CallPurpose
{
    public const string Answer = "answer", Summary = "summary", Test = "test";
}
