namespace DataAgent.Drill;

/// <summary>One kind of torment, and how long it kept the runs that it hit.</summary>
/// <param name="Hit">Live runs that were hit.</param>
/// <param name="Waits">Of those that went on: from the torment to the next event that any watcher got, ascending.</param>
internal sealed record TakeOverLine(TormentKind Kind, int Times, int Hit, IReadOnlyList<TimeSpan> Waits)
{
    public TimeSpan? Median => At(0.5);

    public TimeSpan? P95 => At(0.95);

    public TimeSpan? Max => At(1);

    private TimeSpan? At(double part) => Waits.Count == 0 ? null : Waits[(int)Math.Ceiling(part * Waits.Count) - 1];
}

internal static class TakeOvers
{
    /// <param name="takenAt">When a run came to a later owner than that of an epoch; null: never.</param>
    /// <remarks>
    /// Of a process: to the first event after another owner had the run. Of the database, which takes no run from its owner: to the next
    /// row that a watcher got after it was back.
    /// </remarks>
    public static IReadOnlyList<TakeOverLine> Of(
        IReadOnlyList<Torment> torments, IReadOnlyDictionary<Guid, Asked> runs, Func<Guid, int, long?> takenAt, TimeProvider time) =>
        [.. torments.GroupBy(t => t.Kind).OrderBy(g => g.Key).Select(same => new TakeOverLine(
            same.Key, same.Count(), same.Sum(t => t.Hit.Count),
            [.. same.SelectMany(t => t.Hit.Select(hit => Wait(t, hit, runs, takenAt, time))).OfType<TimeSpan>().Order()]))];

    private static TimeSpan? Wait(
        Torment torment, (Guid Run, int Epoch) hit, IReadOnlyDictionary<Guid, Asked> runs, Func<Guid, int, long?> takenAt,
        TimeProvider time)
    {
        if (!runs.TryGetValue(hit.Run, out var asked))
            return null;
        var isDatabase = torment.Kind is TormentKind.DatabaseRestart or TormentKind.DatabaseCrash;
        if ((isDatabase ? torment.Over : takenAt(hit.Run, hit.Epoch)) is not { } from)
            return null;
        var next = asked.Asker.Events.Concat(asked.Watcher.Events)
            .Where(e => e.At >= from && (!isDatabase || e.Type is "checkpoint" or "run.ended"))
            .Select(e => (long?)e.At).Min();
        return next is { } at ? time.GetElapsedTime(torment.At, at) : null;
    }
}
