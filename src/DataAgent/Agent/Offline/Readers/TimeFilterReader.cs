using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Gives a span of time its column: "hired in 2020" says which, "orders in 2020" means the date of an order.</summary>
internal sealed class TimeFilterReader(Draft draft)
{
    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read(int at)
    {
        var time = Marks[at].Time!;
        var isNamed = false;
        var place = Beside(at, out var term);
        if (place is not null && !Marks[term].NamesTableRatherThan(place.Meaning))
        {
            isNamed = true;
            draft.Use(term);
        }

        var date = place is null ? Dates.Find(draft, at) : new(place.Meaning.Column!, place.Path);
        if (date is not var (column, path)) return;
        draft.Take(Weights.Condition - Weights.PerStep * path.Cost, at);
        var isNegated = draft.KindAt(draft.Previous(at)) == MarkKind.Not && NegationReader.IsNegated(draft, at);
        var words = $"{column.Label} {time.Phrase}";
        var filter = new Filter(path, column.Table, column, Dates.Condition(column, time), [], words, isNegated);
        draft.Filters.Add(filter with { Time = isNamed ? null : time });
        if (time.IsRelative) draft.Notes.Add("Relative dates count from today.");
    }

    /// <summary>A date named right before or right after the time.</summary>
    private Resolved? Beside(int at, out int term)
    {
        foreach (var near in new[] { draft.Previous(at, MarkKind.Prep, MarkKind.Compare, MarkKind.Not), draft.Next(at) })
        {
            term = near;
            if (draft.KindAt(near) != MarkKind.Term) continue;
            if (draft.Resolve(near, m => Dates.IsDate(m.Column) && m.Score >= Weights.DateBesideTime) is { } date) return date;
        }

        term = -1;
        return null;
    }
}
