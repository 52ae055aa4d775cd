namespace DataAgent.Agent;

/// <summary>What the model wrote in a run, step by step, from the run's events.</summary>
public sealed class StepTexts
{
    private readonly SortedDictionary<int, string> _text = [];

    public void Take(AgentEvent happened)
    {
        if (happened is TextDelta delta)
            _text[delta.Step] = _text.GetValueOrDefault(delta.Step) + delta.Text;
        else if (happened is StepReset reset)
            _text.Remove(reset.Step);
    }

    /// <summary>Steps that said something, parted by an empty line.</summary>
    public override string ToString() => string.Join("\n\n", _text.Values.Select(t => t.Trim()).Where(t => t.Length > 0));
}
