using DataAgent.Agent;

namespace DataAgent.Usage;

/// <summary>Times one call of a model, from the question to its end.</summary>
internal sealed class CallTimer(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private long? _firstToken;

    /// <summary>Something came; only the first time counts.</summary>
    public void Mark() => _firstToken ??= Elapsed;

    /// <param name="tokens">Null: the provider told none, or the call was stopped before it did.</param>
    public ModelCall End(string purpose, string provider, string model, TokenUsage? tokens)
    {
        var call = new ModelCall
        {
            Id = Guid.CreateVersion7(_at),
            At = _at,
            Purpose = purpose,
            Provider = provider,
            Model = model,
            Milliseconds = Elapsed,
            FirstTokenMilliseconds = _firstToken,
        };
        call.Count(tokens);
        return call;
    }

    private long Elapsed => (long)time.GetElapsedTime(_started).TotalMilliseconds;
}
