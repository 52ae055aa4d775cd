using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads the conditions of a question, each kind by a reader of its own.</summary>
internal sealed class FilterReader(Draft draft)
{
    private readonly ComparisonReader _comparisons = new(draft);
    private readonly NegationReader _negations = new(draft);
    private readonly FlagReader _flags = new(draft);

    /// <remarks>Numbers, negations and adjectives come last: the conditions before them may have taken them as their own.</remarks>
    public void Read()
    {
        for (var i = 0; i < draft.Marks.Count; i++)
            if (!draft.IsUsed(i)) ReadCondition(i);

        for (var i = 0; i < draft.Marks.Count; i++)
            if (!draft.IsUsed(i)) ReadLeftOver(i);
    }

    private void ReadCondition(int at)
    {
        switch (draft.Marks[at].Kind)
        {
            case MarkKind.Compare: _comparisons.Read(at); break;
            case MarkKind.Time: new TimeFilterReader(draft).Read(at); break;
            case MarkKind.Value: new ValueReader(draft).Read(at); break;
            case MarkKind.Null: _negations.ReadNull(at); break;
        }
    }

    private void ReadLeftOver(int at)
    {
        switch (draft.Marks[at].Kind)
        {
            case MarkKind.Number: _comparisons.ReadBareNumber(at); break;
            case MarkKind.Not: _negations.Read(at); break;
            case MarkKind.Term: _flags.Read(at); break;
        }
    }
}
