using DataAgent.Conversations;

namespace DataAgent.Web.Conversations;

/// <summary>Where a turn stands among the versions of its question.</summary>
public sealed record VersionPlace(int Number, int Count, Guid? Previous, Guid? Next);

/// <summary>All turns of one open conversation, and which of them are shown.</summary>
public sealed class TurnTree
{
    private readonly List<(LiveTurn Turn, Guid? Parent)> _all = [];
    private Guid? _end;

    public IReadOnlyList<LiveTurn> Shown { get; private set; } = [];

    /// <summary>The one that is being answered, shown or not; at most one is.</summary>
    public LiveTurn? Running => _all.Select(a => a.Turn).FirstOrDefault(turn => turn.State.IsRunning);

    /// <summary>The run that the next question goes on from.</summary>
    public Guid? End => Shown is [.., var last] ? last.State.RunId : null;

    public bool Has(Guid run) => _all.Any(a => a.Turn.State.RunId == run);

    public void Load(ConversationView? view)
    {
        _all.Clear();
        _all.AddRange((view?.Turns ?? []).Select(turn => (new LiveTurn(TurnFold.From(turn)), turn.ParentRunId)));
        _end = view?.ActivePath is [.., var last] ? last : null;
        Choose();
    }

    public void Add(LiveTurn turn, Guid? parent)
    {
        _all.Add((turn, parent));
        _end = turn.State.RunId;
        Choose();
    }

    public void Show(Guid version)
    {
        _end = Tree.EndBelow(version);
        Choose();
    }

    public Guid? ParentOf(Guid run) => _all.First(a => a.Turn.State.RunId == run).Parent;

    public VersionPlace PlaceOf(Guid run)
    {
        var versions = Tree.VersionsOf(run);
        var index = versions.TakeWhile(v => v != run).Count();
        Guid? At(int i) => i >= 0 && i < versions.Count ? versions[i] : null;
        return new(index + 1, versions.Count, At(index - 1), At(index + 1));
    }

    private ConversationTree Tree => new([.. _all.Select(a => (a.Turn.State.RunId, a.Parent))]);

    private void Choose()
    {
        var byRun = _all.ToDictionary(a => a.Turn.State.RunId, a => a.Turn);
        Shown = [.. Tree.PathTo(_end).Select(run => byRun[run])];
    }
}
