using DataAgent.Telemetry;

namespace DataAgent.Queries;

/// <summary>One query's place among those that a project may run at the same time.</summary>
/// <remarks>Given back in the end, or kept by a query that was given up.</remarks>
internal sealed class Slot(ProjectPool pool) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IDisposable _counted = Meters.QueryRuns();
    private int? _process;
    private bool _isAbandoned, _isOver;

    /// <param name="process">The server process that may still work for the query.</param>
    public void GiveUp(int process) => _process = process;

    /// <summary>The caller waits no longer, whether the query has ended or not.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _isAbandoned = !_isOver;
            if (_isAbandoned)
                pool.GivenUp.CountUnanswered(1);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _counted.Dispose();
            if (_isAbandoned)
                pool.GivenUp.CountUnanswered(-1);
        }

        if (_process is { } process)
            pool.GivenUp.Add(process);
        else
            pool.Slots.Release();
    }
}
