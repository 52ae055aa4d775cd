using DataAgent.Agent;

namespace DataAgent.Web.Conversations;

/// <summary>A turn that components watch. It owns nothing: the run goes on when nobody looks.</summary>
public sealed class LiveTurn(TurnState state)
{
    private long _lastSeq;

    public TurnState State { get; private set; } = state;

    /// <summary>More text of the step that is being written; nothing else changed.</summary>
    public event Action? TextChanged;

    public event Action? Changed;

    public void Apply(AgentEvent happened, DateTimeOffset now)
    {
        if (happened.Seq <= _lastSeq)
            return;
        _lastSeq = happened.Seq;

        State = TurnFold.Apply(State, happened, now);
        (happened is TextDelta or ReasoningDelta ? TextChanged : Changed)?.Invoke();
    }

    /// <summary>The watch broke off, so the end of the run is not known here.</summary>
    public void LoseSight(string words)
    {
        State = State with { Waiting = words };
        Changed?.Invoke();
    }
}
