namespace DataAgent.Agent.Providers;

/// <summary>A call to a model failed. The message is ours: what happened and what to do.</summary>
/// <param name="reason">Short, while a retry is under way: "The provider is overloaded."</param>
internal sealed class ModelFailureException(string reason, string advice, bool isPassing, Exception? inner = null)
    : Exception($"{reason} {advice}".Trim(), inner)
{
    public string Reason => reason;

    /// <summary>The same call may succeed in a moment.</summary>
    public bool IsPassing => isPassing;

    /// <summary>The provider will not answer this question, whatever else it can.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>What was sent does not fit into the model's context.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>How long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ModelFailureException Passing(string reason, Exception? inner = null) => new(reason, "Ask again in a minute.", isPassing: true, inner);

    public static ModelFailureException Lasting(string reason, string advice, Exception? inner = null) => new(reason, advice, isPassing: false, inner);
}
