namespace DataAgent.Drill;

/// <summary>The replicas, and which of them to turn to.</summary>
internal sealed class Fleet(IReadOnlyList<Replica> replicas, Random random)
{
    public IReadOnlyList<Replica> Replicas => replicas;

    /// <summary>Any one that is ready, another than <paramref name="not"/> if there is one; waits for it.</summary>
    public async Task<Replica> AnyAsync(Replica? not, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ready = replicas.Where(r => r.IsReady).ToList();
            var others = ready.Where(r => r != not).ToList();
            if (ready.Count > 0)
                return Pick(others.Count > 0 ? others : ready);
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>One to torment: another is ready besides. Null: none can be spared.</summary>
    public Replica? TakeOutOne(int choice)
    {
        var ready = replicas.Where(r => r.IsReady).ToList();
        if (ready.Count < 2)
            return null;
        var one = ready[choice % ready.Count];
        one.TakeOut();
        return one;
    }

    private Replica Pick(List<Replica> from)
    {
        lock (random)
            return from[random.Next(from.Count)];
    }
}
