using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads words that say yes or no of a row: "active customers", "discontinued products", "returned rentals".</summary>
internal sealed class FlagReader(Draft draft)
{
    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read(int at)
    {
        if (ReadParticiple(at)) return;
        var flag = draft.Resolve(at, m => m.Column?.Role == ColumnRole.Boolean && m.Score >= Weights.Flag);
        if (flag is not null && flag.Meaning.Score >= Marks[at].BestScore - Weights.FlagSlack)
            AddFlag(flag, !NegationReader.IsNegated(draft, at), [at]);
    }

    /// <summary>"discontinued products", "returned rentals": a date that is set says yes.</summary>
    public bool ReadParticiple(int at)
    {
        // Next to a time the date itself is meant: "orders shipped in 2024".
        if (!Marks[at].Lower.EndsWith("ed", StringComparison.Ordinal) || Marks.Any(m => m.Kind == MarkKind.Time)) return false;
        if (draft.Resolve(at, IsDateThatMayBeEmpty) is not { Meaning: { Column: { } column } meaning } date) return false;
        if (meaning.Table != draft.Root && meaning.Table != draft.Entity || Marks[at].NamesTableRatherThan(meaning)) return false;

        var isSet = !NegationReader.IsNegated(draft, at);
        draft.Take(date.Score, at);
        draft.Filters.Add(isSet ? Filter.IsNotNull(date.Path, column) : Filter.IsNull(date.Path, column));
        return true;
    }

    public void AddFlag(Resolved flag, bool isTrue, IReadOnlyList<int> used)
    {
        var column = flag.Meaning.Column!;
        var test = SqlText.Placeholder(column) + (column.Info.BaseType == "bool" ? "" : " = 1");
        var not = isTrue ? "" : "not ";
        draft.Take(flag.Score, used);
        draft.Filters.Add(new(flag.Path, column.Table, column, not + test, [], not + column.Label));
    }

    private static bool IsDateThatMayBeEmpty(Meaning meaning) =>
        meaning is { Column: { Role: ColumnRole.Date, Info.IsNullable: true }, Score: >= Weights.Flag };
}
