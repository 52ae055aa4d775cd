namespace DataAgent.Tests.Queries;

/// <summary>Time that passes when a test says so; timers fire then.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _passed;

    public void Advance(TimeSpan time)
    {
        _passed += time;
        foreach (var timer in _timers.ToArray())
            timer.FireIfDue(_passed);
    }

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state), _passed + dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, Action fire, TimeSpan due, TimeSpan period) : ITimer
    {
        private TimeSpan _due = due, _period = period;

        public void FireIfDue(TimeSpan now)
        {
            if (now < _due)
                return;
            _due = now + _period;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            (_due, _period) = (clock._passed + dueTime, newPeriod);
            return true;
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
