namespace DataAgent.Agent.Providers;

/// <summary>The provider sent nothing for too long.</summary>
internal sealed class SilentStreamException(TimeSpan idle, Exception? inner = null)
    : IOException($"The provider was silent for {idle.TotalSeconds:0} seconds.", inner);

/// <summary>Fails a read that waits too long for its next byte; an HTTP client's own timeout ends with the headers.</summary>
internal sealed class IdleGuardStream(Stream inner, TimeSpan idle) : ReadOnlyStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(idle);
        try
        {
            return await Inner.ReadAsync(buffer, silence.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SilentStreamException(idle, e);
        }
    }
}
