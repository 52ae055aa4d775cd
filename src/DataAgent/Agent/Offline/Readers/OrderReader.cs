using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads how rows are ordered and how many are asked for: "top 5", "the longest films", "10 most recent orders".</summary>
internal sealed class OrderReader(Draft draft)
{
    /// <summary>More rows than that are not a number of rows but something else.</summary>
    private const int MostRows = 10_000;

    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read()
    {
        var isFigure = draft.Measures is [{ Function: "max" or "min" }];
        for (var i = 0; i < Marks.Count; i++)
            if (Marks[i].Kind == MarkKind.Rank && !(isFigure && draft.IsUsed(i))) ReadRank(i);
        if (draft.Measures.Count == 0 && !Marks.Any(m => m.Kind == MarkKind.Rank)) ReadNumberOfRows();
    }

    /// <summary>"sorted by price": a list is ordered by a column.</summary>
    public bool ReadColumn(int at, int term)
    {
        if (draft.Measures.Count > 0) return false;
        if (draft.Resolve(term, m => CanOrder(m) || IsText(m)) is not { Path.FansOut: false } by)
            return false;
        var isRanked = Marks.Any(m => m.Kind == MarkKind.Rank);
        var isDescending = !draft.OrderAscending && isRanked && by.Meaning.Column!.Role != ColumnRole.Text;
        draft.Take(by.Score, at, term);
        draft.Order = new(by.Meaning.Column, by.Path, isDescending);
        return true;
    }

    /// <summary>"5 films", "show 10 customers".</summary>
    private void ReadNumberOfRows()
    {
        for (var i = 0; i + 1 < Marks.Count; i++)
        {
            var before = draft.Previous(i);
            if (!IsNumberOfRows(i) || before >= 0 && Marks[before].Kind != MarkKind.List) continue;
            draft.Limit = (int)Marks[i].Number!.Value;
            draft.Use(i);
        }
    }

    private bool IsNumberOfRows(int at) =>
        Marks[at] is { Kind: MarkKind.Number, Number: > 0 and < MostRows } && !draft.IsUsed(at) && draft.KindAt(at + 1) == MarkKind.Term;

    private void ReadRank(int at)
    {
        var (direction, hint) = Marks[at].Parts;
        draft.OrderAscending = direction == "asc";
        ReadLimit(at);
        if (draft.Measures.Count > 0)
        {
            draft.OrderByMeasure = true;
            draft.Use(at);
        }
        else if (draft.Order is not null)
        {
            draft.Order = draft.Order with { IsDescending = direction == "desc" };
            draft.Use(at);
        }
        else if (!ReadNamedColumn(at, hint, direction == "desc")) ReadHintedColumn(at, hint, direction == "desc");
    }

    /// <summary>"top 5", "5 longest", "which 5 artists … most".</summary>
    private void ReadLimit(int rank)
    {
        var number = draft.KindAt(rank + 1) == MarkKind.Number ? rank + 1
            : draft.KindAt(rank - 1) == MarkKind.Number ? rank - 1
            : NumberAfterWhich();
        if (number < 0) return;
        draft.Limit = (int)Math.Clamp(Marks[number].Number!.Value, 1, MostRows);
        draft.Use(number);
    }

    private int NumberAfterWhich() =>
        Enumerable.Range(0, Marks.Count - 1).FirstOrDefault(i => IsNumberOfRows(i) && draft.KindAt(draft.Previous(i)) == MarkKind.List, -1);

    /// <summary>"highest salary", "latest release date": the column stands after the word.</summary>
    private bool ReadNamedColumn(int at, string? hint, bool isDescending)
    {
        var next = draft.Next(at, MarkKind.Number);
        if (hint is not (null or "date") || draft.KindAt(next) != MarkKind.Term || draft.IsUsed(next)) return false;
        if (draft.Resolve(next, CanOrder) is not { Path.FansOut: false } by || Marks[next].NamesTableRatherThan(by.Meaning)) return false;
        draft.Take(by.Score, at, next);
        draft.Order = new(by.Meaning.Column, by.Path, isDescending);
        return true;
    }

    /// <summary>"longest films", "oldest employee", "last hired": the adjective or the verb says which column.</summary>
    private void ReadHintedColumn(int at, string? hint, bool isDescending)
    {
        var subject = draft.Subject;
        var verb = hint == "date" ? DateVerb(subject) : -1;
        var column = verb >= 0 ? Marks[verb].Meanings.First(m => IsDateOf(m, subject)).Column : HintedColumn(subject, hint);
        if (column is null) return;
        draft.Take(Weights.Guessed, at);
        if (verb >= 0) draft.Use(verb);

        // The oldest was born first, but has the highest age.
        var isAge = hint == "age" && column.Words.Contains("age");
        var path = draft.Schema.Joins.Find(draft.Root, subject) ?? JoinPath.None;
        draft.Order = new(column, path, isDescending != isAge);
    }

    private static SchemaColumn? HintedColumn(SchemaTable subject, string? hint) => hint switch
    {
        null => Amounts.OfRow(subject)?.Column ?? Hints.Column(subject, "size"),
        "age" => Hints.Column(subject, "age") ?? Hints.Column(subject, "date"),
        _ => Hints.Column(subject, hint),
    };

    private int DateVerb(SchemaTable subject) =>
        Enumerable.Range(0, Marks.Count).FirstOrDefault(i => Marks[i].Kind == MarkKind.Term && Marks[i].Meanings.Any(m =>
            IsDateOf(m, subject) && m.Score >= Weights.DateVerb && m.Column!.Words.Count > 1), -1);

    private static bool IsDateOf(Meaning meaning, SchemaTable table) => meaning.Column?.Role == ColumnRole.Date && meaning.Table == table;

    private static bool IsText(Meaning meaning) => meaning is { Column.Role: ColumnRole.Text, Score: >= Weights.Plausible };

    private static bool CanOrder(Meaning meaning) =>
        meaning is { Column.Role: ColumnRole.Number or ColumnRole.Date or ColumnRole.Year, Score: >= Weights.Plausible };
}
