namespace DataAgent.Agent.Providers;

/// <summary>The provider sent nothing for too long.</summary>
internal sealed class SilentStreamException(TimeSpan idle, Exception? inner = null)
    : IOException($"The provider was silent for {idle.TotalSeconds:0} seconds.", inner);

/// <summary>Fails a read that waits too long for its next byte, for an HTTP client's own timeout ends with the headers, and an answer that does not end.</summary>
internal sealed class IdleGuardStream(Stream inner, TimeSpan idle) : ReadOnlyStream(inner)
{
    // The longest answers of models are some megabytes on the wire; the server may be one that a project's admin chose.
    internal const long MaxBytes = 64 * 1024 * 1024;

    private long _bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(idle);
        try
        {
            var count = await Inner.ReadAsync(buffer, silence.Token);
            _bytes += count;
            return _bytes <= MaxBytes
                ? count
                : throw ModelFailureException.Lasting("The provider's answer did not end.", "Try another model in the project's settings.");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SilentStreamException(idle, e);
        }
    }
}
