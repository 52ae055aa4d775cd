using System.Text;

namespace DataAgent.Drill;

/// <summary>One event as a watcher got it.</summary>
/// <param name="At">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="MessageSeq">Of a checkpoint: the row that is kept.</param>
internal sealed record Seen(
    long At, long Seq, string Type, int Step = 0, string Text = "", string? CallId = null, long MessageSeq = 0, string? Status = null);

/// <summary>All that one watcher saw of a run, over as many connections as it took.</summary>
internal sealed class Sighting(string watcher)
{
    private readonly Lock _gate = new();
    private readonly List<Seen> _events = [];

    public IReadOnlyList<Seen> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>What a reconnection asks to go on after.</summary>
    public long LastSeq
    {
        get
        {
            lock (_gate)
                return _events.Count == 0 ? 0 : _events[^1].Seq;
        }
    }

    public bool IsOver { get; private set; }

    public void Add(Seen seen)
    {
        lock (_gate)
            _events.Add(seen);
        IsOver = IsOver || seen.Type == "run.ended";
    }

    /// <summary>What somebody who believed these events would not know, or would believe wrongly.</summary>
    public IEnumerable<string> Gaps(KeptRun kept) => Problems(Events, kept).Select(problem => $"{watcher}: {problem}");

    private static IEnumerable<string> Problems(IReadOnlyList<Seen> events, KeptRun kept)
    {
        if (events.Zip(events.Skip(1)).FirstOrDefault(p => p.Second.Seq <= p.First.Seq) is { First: not null } back)
            yield return $"{back.Second.Type} {back.Second.Seq} came after {back.First.Seq}";
        if ((events.Count == 0 ? null : events[^1]) is not { Type: "run.ended" } end)
            yield return "it never saw the end";
        else if (!string.Equals(end.Status, kept.Status, StringComparison.OrdinalIgnoreCase))
            yield return $"it saw the end {end.Status}, kept is {kept.Status}";

        var checkpoints = events.Where(e => e.Type == "checkpoint").Select(e => e.MessageSeq).ToList();
        if (!checkpoints.SequenceEqual(kept.Rows.Select(r => r.Seq)))
            yield return $"it saw rows {string.Join(' ', checkpoints)}, kept are {string.Join(' ', kept.Rows.Select(r => r.Seq))}";

        var texts = Fold(events);
        foreach (var row in kept.Rows.Where(r => r.Role == "assistant"))
        {
            if (texts.GetValueOrDefault(row.Step)?.ToString() is var text && text != row.Text)
                yield return $"step {row.Step} read \"{text}\", kept is \"{row.Text}\"";
        }

        foreach (var call in kept.Rows.SelectMany(r => r.Calls).Distinct())
        {
            foreach (var type in new[] { "tool.executing", "tool.finished" })
            {
                if (!events.Any(e => e.Type == type && e.CallId == call))
                    yield return $"it saw no {type} of {call}";
            }
        }
    }

    /// <summary>The texts of the steps as a reader puts them together: pieces one after another, dropped by a reset.</summary>
    private static Dictionary<int, StringBuilder> Fold(IReadOnlyList<Seen> events)
    {
        var texts = new Dictionary<int, StringBuilder>();
        foreach (var e in events)
        {
            if (e.Type == "step.reset")
                texts.Remove(e.Step);
            else if (e.Type == "text.delta")
                (texts.TryGetValue(e.Step, out var text) ? text : texts[e.Step] = new()).Append(e.Text);
        }

        return texts;
    }
}
