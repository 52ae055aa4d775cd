namespace DataAgent.Conversations;

/// <summary>The runs of a conversation as a tree: a question that is put anew has the parent of the one it replaces.</summary>
/// <param name="runs">All of them, in the order they were asked.</param>
public sealed class ConversationTree(IReadOnlyList<(Guid Run, Guid? Parent)> runs)
{
    public static ConversationTree Of(IEnumerable<TurnView> turns) => new([.. turns.Select(t => (t.RunId, t.ParentRunId))]);

    /// <summary>From the first question to <paramref name="head"/>, or to the last run when there is no such one.</summary>
    public IReadOnlyList<Guid> PathTo(Guid? head)
    {
        var parents = runs.ToDictionary(r => r.Run, r => r.Parent);
        var path = new List<Guid>();
        var at = head is { } known && parents.ContainsKey(known) ? head : runs.Count > 0 ? runs[^1].Run : null;
        while (at is { } run && parents.TryGetValue(run, out var parent))
        {
            path.Add(run);
            at = parent;
        }

        path.Reverse();
        return path;
    }

    /// <summary>The run and those beside it, in the order they were asked; empty: there is no such run.</summary>
    public IReadOnlyList<Guid> VersionsOf(Guid run) =>
        runs.Where(r => r.Run == run).Select(r => r.Parent).ToList() is [var parent]
            ? [.. runs.Where(r => r.Parent == parent).Select(r => r.Run)]
            : [];

    /// <summary>Where the path through this run ends: each time by the version that was asked last.</summary>
    public Guid EndBelow(Guid run)
    {
        while (runs.LastOrDefault(r => r.Parent == run) is { Run: var child } && child != Guid.Empty)
            run = child;
        return run;
    }
}
