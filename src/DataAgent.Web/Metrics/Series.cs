namespace DataAgent.Web.Metrics;

/// <summary>What was recorded of one instrument with one set of tags.</summary>
/// <param name="labels">As Prometheus writes them, without braces.</param>
internal sealed class Series(string labels, bool isHistogram)
{
    /// <summary>Seconds: from a quick query to a run at its deadline.</summary>
    public static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private readonly Lock _lock = new();
    private readonly long[] _buckets = isHistogram ? new long[Bounds.Length + 1] : [];
    private double _sum;
    private long _count;

    public string Labels => labels;

    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
            _count++;
            if (isHistogram)
                _buckets[Array.FindIndex(Bounds, bound => value <= bound) is var at and >= 0 ? at : Bounds.Length]++;
        }
    }

    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_lock)
            return (_sum, _count, [.. _buckets]);
    }
}
