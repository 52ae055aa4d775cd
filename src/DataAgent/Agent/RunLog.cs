using System.Runtime.CompilerServices;

namespace DataAgent.Agent;

/// <summary>
/// How events are numbered: the r-th row of a run is told up to <c>r × Span</c>, where its checkpoint stands, whether live or from the rows.
/// So a reader that has seen n may go on anywhere: here, in another process, or after the run has ended.
/// </summary>
/// <remarks>
/// Before the checkpoint each owner has numbers of its own, the later one the higher: a reader that saw part of a row from an owner that is
/// gone is told all that the next one says of it. What is told from rows has the highest.
/// </remarks>
internal static class EventNumber
{
    public const long Span = 1_000_000_000;

    /// <summary>Of one owner within a row: more than the pieces of any answer.</summary>
    private const long Share = 1_000_000;

    /// <summary>Where those told from rows begin, after all owners a run can have.</summary>
    private const long Told = Span / 10 * 9;

    public static long OfRow(int row) => row * Span;

    /// <summary>The first that an owner gives after a row's checkpoint.</summary>
    public static long First(int row, int epoch) => OfRow(row) + ((epoch - 1) * Share) + 1;

    /// <summary>Was it given in the middle of a row that was told from the rows? No live owner knows what came after it.</summary>
    public static bool IsToldInPart(long seq) => seq % Span >= Told;

    /// <summary>Of run.ended, told from the rows: after all that was told live.</summary>
    public static long OfEnd(int rows) => (rows * Span) + (Span / 2);
}

/// <summary>All that a live run has told, in memory: one writer at a time, many readers, each from where it likes.</summary>
/// <param name="epoch">Of the owner's lease.</param>
internal sealed class RunLog(int rowsBefore, int epoch)
{
    private readonly Lock _gate = new();
    private readonly List<AgentEvent> _events = [];
    private TaskCompletionSource? _more;
    private readonly long _start = EventNumber.OfRow(rowsBefore);
    private int _rows = rowsBefore;
    private long _last = EventNumber.OfRow(rowsBefore);
    private bool _closed;

    /// <summary>Does a reader that has seen this find the rest here? Others read the rows first.</summary>
    public bool GoesOnAfter(long seq) => seq >= _start && !EventNumber.IsToldInPart(seq);

    public void Add(params ReadOnlySpan<AgentEvent> events)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            foreach (var e in events)
            {
                _last = e is Checkpoint ? EventNumber.OfRow(++_rows)
                    : _last == EventNumber.OfRow(_rows) ? EventNumber.First(_rows, epoch)
                    : _last + 1;
                _events.Add(e with { Seq = _last });
            }

            Signal();
        }
    }

    /// <summary>Nothing more comes: the run has ended, or another process goes on with it.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Signal();
        }
    }

    public async IAsyncEnumerable<AgentEvent> ReadAsync(long afterSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = -1;
        while (true)
        {
            List<AgentEvent> batch;
            Task more;
            bool closed;
            lock (_gate)
            {
                if (position < 0)
                    position = FirstAfter(afterSeq);
                batch = _events[position..];
                position = _events.Count;
                closed = _closed;
                more = batch.Count > 0 || closed ? Task.CompletedTask : (_more ??= NewSignal()).Task;
            }

            foreach (var e in DeltaJoin.Join(batch))
                yield return e;
            if (closed)
                yield break;
            if (!more.IsCompleted)
                await more.WaitAsync(cancellationToken);
        }
    }

    private int FirstAfter(long seq)
    {
        var index = _events.FindIndex(e => e.Seq > seq);
        return index < 0 ? _events.Count : index;
    }

    private void Signal()
    {
        _more?.SetResult();
        _more = null;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
