using DataAgent.Conversations;
using DataAgent.Projects;

namespace DataAgent.Agent;

/// <summary>A run that this process works on: its lease, what it has told, and the way to stop it.</summary>
/// <param name="member">Who asked; null: the person has left the project since.</param>
/// <param name="rowsBefore">Rows of the run told before this process took it up; 0 for a new one.</param>
internal sealed class LiveRun(RunLease lease, Member? member, int rowsBefore, MessageLog messages) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly SemaphoreSlim _writing = new(1);
    private bool _disposed;

    public RunLease Lease => lease;
    public Member? Member => member;
    public bool IsResumed => rowsBefore > 0;
    public RunLog Log { get; } = new(rowsBefore);

    /// <summary>Tokens that the conversation may take since a summary of it could not be written; null: none failed.</summary>
    public long? Room { get; set; }

    public CancelCause CancelCause { get; private set; }
    public CancellationToken CancellationToken => _cancel.Token;

    /// <summary>The first cause counts.</summary>
    public void Cancel(CancelCause cause)
    {
        lock (_gate)
        {
            if (_disposed || CancelCause != CancelCause.None)
                return;
            CancelCause = cause;
            _ = _cancel.CancelAsync();
        }
    }

    /// <summary>Keeps a row, then tells it. One at a time, so that events have the order of the rows.</summary>
    /// <remarks>A stop does not cancel it: what is done is kept.</remarks>
    public async Task AppendAsync(NewMessage message, params AgentEvent[] events)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            var seq = await messages.AppendAsync(lease, message, CancellationToken.None);
            Log.Add([.. events, new Checkpoint(seq)]);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _cancel.Dispose();
        _writing.Dispose();
    }
}
