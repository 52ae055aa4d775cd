namespace DataAgent.Agent;

/// <summary>How a run ends, once.</summary>
/// <param name="Detail">What went wrong and what to do, in our words.</param>
internal sealed record RunEnd(RunStatus Status, string? Detail = null);

/// <summary>Why a run's token was cancelled.</summary>
internal enum CancelCause
{
    None,

    /// <summary>A person said stop.</summary>
    Stopped,

    /// <summary>The deadline passed.</summary>
    Deadline,

    /// <summary>This process shuts down; the next one goes on.</summary>
    Released,

    /// <summary>Whoever asked is no member any more, is disabled, or the project was archived.</summary>
    AccessLost,

    /// <summary>Another process owns the run, or it was deleted.</summary>
    LeaseLost,
}
