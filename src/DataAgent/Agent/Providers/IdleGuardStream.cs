namespace DataAgent.Agent.Providers;

/// <summary>The provider sent nothing for too long.</summary>
internal sealed class SilentStreamException(TimeSpan idle, Exception? inner = null)
    : IOException($"The provider was silent for {idle.TotalSeconds:0} seconds.", inner);

/// <summary>Fails a read that waits too long for its next byte, for an HTTP client's own timeout ends with the headers, and an answer that does not end.</summary>
internal sealed class IdleGuardStream(Stream inner, TimeSpan idle) : ReadOnlyStream(inner)
{
    // The longest answers of models are some megabytes on the wire; the server may be one that a project's admin chose.
    internal const long MaxBytes = 64 * 1024 * 1024;

    // When more waits than this process gets done, reads are spaced, so that each brings more of what was sent meanwhile.
    private const int Busy = 32;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    // One for all reads: an answer has thousands. A stream whose read was cancelled is not read again.
    private readonly CancellationTokenSource _silence = new();
    private long _bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (ThreadPool.PendingWorkItemCount > Busy)
            await Task.Delay(Breath, cancellationToken);
        _silence.CancelAfter(idle);
        try
        {
            await using var stop = cancellationToken.UnsafeRegister(static silence => ((CancellationTokenSource)silence!).Cancel(), _silence);
            var count = await Inner.ReadAsync(buffer, _silence.Token);
            _bytes += count;
            return _bytes <= MaxBytes
                ? count
                : throw ModelFailureException.Lasting("The provider's answer did not end.", "Try another model in the project's settings.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new SilentStreamException(idle, e);
        }
        finally
        {
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _silence.Dispose();
        base.Dispose(disposing);
    }
}
