using DataAgent.Agent;

namespace DataAgent.Conversations;

public sealed class Conversation
{
    public Guid Id { get; set; }
    public Guid ProjectId { get; set; }
    public Guid UserId { get; set; }
    public required string Title { get; set; }

    /// <summary>Where the path ends that is shown and gone on with; null: nothing was asked yet.</summary>
    public Guid? ActiveRunId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Its owner keeps it on top of their list; null: it stands where its day is.</summary>
    public DateTimeOffset? PinnedAt { get; set; }
}

/// <summary>One question and all that was done to answer it. At most one run of a conversation is live.</summary>
public sealed class AgentRun
{
    public Guid Id { get; set; }
    public Guid ConversationId { get; set; }

    /// <summary>The run that this one goes on from; null: it begins the conversation. Runs with one parent are versions of a question.</summary>
    public Guid? ParentRunId { get; set; }

    public RunStatus Status { get; set; }
    public required string Provider { get; set; }
    public required string Model { get; set; }

    /// <summary>The process that works on it, and until when it may without renewing.</summary>
    public Guid? Owner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Counts take-overs; a row is only appended by the epoch that holds the lease.</summary>
    public int Epoch { get; set; }

    public bool StopRequested { get; set; }

    /// <summary>What went wrong, in our words.</summary>
    public string? Detail { get; set; }

    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>One row of a conversation: the only state the agent has.</summary>
public sealed class AgentMessage
{
    public Guid ConversationId { get; set; }

    /// <summary>1, 2, 3 … within the conversation.</summary>
    public long Seq { get; set; }

    public Guid RunId { get; set; }
    public int Step { get; set; }

    /// <summary>user, assistant, tool or summary.</summary>
    public required string Role { get; set; }

    /// <summary>The call a tool row answers.</summary>
    public string? CallId { get; set; }

    /// <summary>A list of <see cref="MessagePart"/> as JSON text (json, not jsonb: the order of keys is kept).</summary>
    public required string Parts { get; set; }

    public string? Model { get; set; }
    public string? StopReason { get; set; }

    /// <summary>A <see cref="TokenUsage"/> as JSON.</summary>
    public string? Usage { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
