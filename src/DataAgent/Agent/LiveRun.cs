using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Telemetry;

namespace DataAgent.Agent;

/// <summary>A run that this process works on: its lease, what it has told, and the way to stop it.</summary>
/// <param name="member">Who asked; null: the person has left the project since.</param>
/// <param name="rows">The run's rows so far.</param>
/// <param name="isResumed">They were told before this process took the run up.</param>
internal sealed class LiveRun(
    RunLease lease, Member? member, IReadOnlyList<StoredMessage> rows, bool isResumed, MessageLog messages) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<StoredMessage> _rows = [.. rows];
    private bool _disposed;

    public RunLease Lease => lease;
    public Member? Member => member;
    public bool IsResumed => isResumed;
    public RunLog Log { get; } = new(isResumed ? rows.Count : 0, lease.Epoch);

    /// <summary>It was taken over and nothing was kept since: readers may know a part of the step that is said anew.</summary>
    public bool IsSaidAnew => isResumed && _rows.Count == rows.Count;

    /// <summary>The run's rows as they stand: while the lease is ours, nobody else appends. Read between steps, when nothing is appended.</summary>
    public IReadOnlyList<StoredMessage> Rows => _rows;

    /// <summary>Nothing comes before it in its conversation. False: perhaps something does.</summary>
    public bool IsFirst { get; init; }

    /// <summary>How it ended, when its last row said so.</summary>
    public RunEnd? Ended { get; private set; }

    /// <summary>Tokens that the conversation may take since a summary of it could not be written; null: none failed.</summary>
    public long? Room { get; set; }

    /// <summary>The member asked it.</summary>
    public bool IsOf(Member other) => member is not null && other.UserId == member.UserId && other.Project.Id == member.Project.Id;

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
    public Task AppendAsync(NewMessage message, params AgentEvent[] events) => AppendAsync(message, end: null, events);

    /// <summary>The same for the row after which nothing is left to do: the run ends with it, in one transaction.</summary>
    public async Task AppendAsync(NewMessage message, RunEnd? end, params AgentEvent[] events)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            var seq = await messages.AppendAsync(lease, message, end, CancellationToken.None);
            if (message.Call is { } call)
                Meters.Count(call);
            _rows.Add(message.Stored(seq, lease.RunId));
            Log.Add([.. events, new Checkpoint(seq)]);
            Ended = end;
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
