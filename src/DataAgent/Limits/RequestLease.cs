namespace DataAgent.Limits;

/// <summary>What one process may still let through for one person in a minute, without asking the database.</summary>
internal sealed class RequestLease
{
    private readonly Lock _lock = new();
    private long _minute;
    private int _left;
    private bool _isSpent;

    /// <summary>Held by who asks the database for more; the others of the same person wait for the answer.</summary>
    public SemaphoreSlim Asking { get; } = new(1);

    public bool TryTake(long minute)
    {
        lock (_lock)
        {
            if (_minute != minute || _left == 0)
                return false;
            _left--;
            return true;
        }
    }

    /// <summary>There is no more in this minute, so nobody need ask.</summary>
    public bool IsSpent(long minute)
    {
        lock (_lock)
            return _minute == minute && _isSpent;
    }

    /// <param name="count">0: there is no more.</param>
    public void Fill(long minute, int count)
    {
        lock (_lock)
            (_minute, _left, _isSpent) = (minute, count, count == 0);
    }
}
