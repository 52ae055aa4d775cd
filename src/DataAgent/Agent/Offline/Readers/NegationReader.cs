using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads what is not there: "without orders", "never rented", "no phone", "missing email", "not active".</summary>
internal sealed class NegationReader(Draft draft)
{
    private IReadOnlyList<Mark> Marks => draft.Marks;

    /// <summary>
    /// A "not" stands before the mark, with no more than one word in between ("never bought Rock"); the "not" is then used up.
    /// </summary>
    public static bool IsNegated(Draft draft, int at)
    {
        var terms = 0;
        for (var i = at - 1; i >= 0; i--)
        {
            var kind = draft.Marks[i].Kind;
            if (kind == MarkKind.Not)
            {
                draft.Use(i);
                return true;
            }

            var isVerb = kind == MarkKind.Term && ++terms == 1
                && draft.KindAt(draft.Previous(i, MarkKind.Ever, MarkKind.Prep)) == MarkKind.Not;
            if (!isVerb && !LetsNegationPass(kind)) return false;
        }

        return false;
    }

    public void Read(int at)
    {
        var term = draft.Next(at, MarkKind.Prep, MarkKind.Ever, MarkKind.Distinct);
        if (draft.KindAt(term) != MarkKind.Term) return;
        if (ReadNeverSold(at, term) || ReadNotFlagged(at, term) || ReadNoRows(at, term)) return;
        AddIsNull(at, term);
    }

    /// <summary>"missing email", "phone is empty".</summary>
    public void ReadNull(int at)
    {
        foreach (var term in new[] { draft.Next(at), draft.Previous(at, MarkKind.Prep) })
            if (draft.KindAt(term) == MarkKind.Term && AddIsNull(at, term)) return;
    }

    private static bool LetsNegationPass(MarkKind kind) => kind is
        MarkKind.Stop or MarkKind.Prep or MarkKind.Ever or MarkKind.Value or MarkKind.And or MarkKind.Or or MarkKind.Compare;

    /// <summary>"products never sold", where no table is called a sale: no row of order lines or payments.</summary>
    private bool ReadNeverSold(int at, int term)
    {
        if (Marks[term] is not { Meanings.Count: 0, Concept: not null } || Sales() is not { } sales) return false;
        AddNoRows(sales.Meaning.Table, sales.Path);
        draft.Take(sales.Score, at, term);
        return true;
    }

    private Resolved? Sales()
    {
        var amounts = new Amounts(draft.Schema);
        foreach (var measure in amounts.Sold().Concat(amounts.Revenue()))
            if (draft.Schema.Joins.Find(draft.Root, measure.Table) is { FansOut: true } way)
                return new(new(measure.Table, null, Weights.Guessed), way, Weights.Guessed);
        return null;
    }

    /// <summary>"not active".</summary>
    private bool ReadNotFlagged(int at, int term)
    {
        if (draft.Resolve(term, m => m.Column?.Role == ColumnRole.Boolean && m.Score >= Weights.Clear) is not { } flag) return false;
        new FlagReader(draft).AddFlag(flag, isTrue: false, [at, term]);
        return true;
    }

    /// <summary>"without orders": no row of a table that belongs to the root.</summary>
    private bool ReadNoRows(int at, int term)
    {
        var table = draft.Resolve(term, m => m.Column is null && m.Table != draft.Root && m.Score >= Weights.Plausible);
        if (table is not { Path.FansOut: true }) return false;
        if (NullableColumn(term) is { } column && column.Score > table.Score + Weights.EmptyColumnOverTable) return false;
        draft.Take(table.Score, at, term);
        AddNoRows(table.Meaning.Table, table.Path);
        return true;
    }

    private void AddNoRows(SchemaTable table, JoinPath path) =>
        draft.Filters.Add(new(path, table, null, null, [], $"no {table.Plural}", IsNegated: true));

    private bool AddIsNull(int at, int term)
    {
        if (NullableColumn(term) is not { Meaning: { Column: { } column } meaning } found) return false;
        draft.Take(meaning.Score, at, term);
        draft.Filters.Add(Filter.IsNull(found.Path, column));
        return true;
    }

    private Resolved? NullableColumn(int term) =>
        draft.Resolve(term, m => m.Column is { Info.IsNullable: true } && m.Score >= Weights.Plausible);
}
