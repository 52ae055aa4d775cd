using System.Globalization;
using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads tests against numbers: "products over 500", "longer than 5 minutes", "customers with 10 or more orders".</summary>
internal sealed class ComparisonReader(Draft draft)
{
    /// <summary>
    /// Marks of one test: the word that compares, the number, the upper number of "between … and …" or −1, and the last of them.
    /// </summary>
    private sealed record Test(int At, string Sign, string? Hint, int Number, int Upper, int Last)
    {
        /// <summary>"minutes", "dollars": the mark of the unit, or −1.</summary>
        public int Unit { get; init; } = -1;

        /// <summary>The mark after all that, or −1.</summary>
        public int After { get; init; } = -1;

        public IReadOnlyList<int> Marks => Unit >= 0 ? [At, Number, Last, Unit] : [At, Number, Last];
    }

    private IReadOnlyList<Mark> Marks => draft.Marks;

    /// <summary>A word that compares, and the number after it.</summary>
    public void Read(int at)
    {
        var (sign, hint) = Marks[at].Parts;
        var number = NumberAfter(at, hint);
        if (draft.KindAt(number) != MarkKind.Number)
        {
            // "status equals shipped": the value is the condition.
            if (draft.KindAt(number) == MarkKind.Value && sign == "=") draft.Use(at);
            return;
        }

        if (sign != "between")
        {
            Apply(new(at, sign, hint, number, -1, number));
            return;
        }

        var upper = draft.Next(number, MarkKind.And);
        if (draft.KindAt(upper) == MarkKind.Number) Apply(new(at, sign, hint, number, upper, upper));
    }

    /// <summary>"5 or more", "store 2", "year 1994".</summary>
    public void ReadBareNumber(int at)
    {
        var next = draft.Next(at);
        if (draft.KindAt(next) == MarkKind.OrMore)
        {
            Apply(new(next, Marks[next].Argument, null, at, -1, next));
            return;
        }

        var before = draft.Previous(at, MarkKind.Prep);
        if (draft.KindAt(before) != MarkKind.Term) return;
        var test = new Test(at, "=", null, at, -1, at);
        if (draft.Resolve(before, m => m.Column is { Role: ColumnRole.Number or ColumnRole.Year or ColumnRole.Key })
            is { Score: > Weights.ColumnBeforeNumber, Meaning.Score: >= Weights.Clear } named)
            Add(test, named.Meaning.Column!, named.Path, [at, before]);
        else if (KeyNamedBy(before) is { } key && draft.FindWay(key.Table, at) is { } way)
            Add(test, key, way.Path, draft.NamesListedRows(before) ? [at] : [at, before]);
    }

    /// <summary>How a sign is said in the reading.</summary>
    public static string Say(string sign) => sign switch
    {
        ">" => "over",
        ">=" => "at least",
        "<" => "under",
        "<=" => "at most",
        "=" => "is",
        "<>" => "is not",
        _ => sign,
    };

    /// <summary>The number that is compared with; one word may stand in between: "over salary 5000".</summary>
    private int NumberAfter(int at, string? hint)
    {
        var next = draft.Next(at);
        var isNamed = hint is null && draft.KindAt(next) == MarkKind.Term && draft.KindAt(draft.Next(next)) == MarkKind.Number;
        return isNamed ? draft.Next(next) : next;
    }

    /// <summary>"store 2" is the store with the key 2; "2 stores" and "stores 2" are none.</summary>
    private SchemaColumn? KeyNamedBy(int term) =>
        Marks[term].NamesTable && !Marks[term].Text.EndsWith('s')
        && Marks[term].Meanings[0].Table.Key is [{ Role: ColumnRole.Key or ColumnRole.Reference } key] ? key : null;

    private void Apply(Test test)
    {
        test = WithWhatFollows(test);
        if (TestsMeasure(test)) AddToMeasure(test);
        else if (!ReadNamedColumn(test)) ReadUnnamedColumn(test);
    }

    private Test WithWhatFollows(Test test)
    {
        var after = draft.Next(test.Last);
        var unit = -1;
        if (after >= 0 && after == test.Last + 1 && Marks[after].Kind is MarkKind.Unit or MarkKind.Grain)
            (unit, after) = (after, draft.Next(after));
        if (draft.KindAt(after) == MarkKind.OrMore) (test, after) = (test with { Sign = Marks[after].Argument }, draft.Next(after));
        return test with { Unit = unit, After = after };
    }

    /// <summary>
    /// The figure itself is tested: "more than 10 orders" when orders are counted, "spent more than 45" when amounts are added up.
    /// </summary>
    private bool TestsMeasure(Test test)
    {
        if (draft.Measures.Count == 0 || test.Hint is not null || test.Unit >= 0) return false;
        var after = draft.Next(test.Last, MarkKind.OrMore, MarkKind.Distinct);
        if (draft.KindAt(after) == MarkKind.Term && draft.Measures[0].Function == "count" && draft.IsUsed(after)) return true;
        var before = draft.Previous(test.At, MarkKind.Prep);
        return before >= 0 && draft.IsUsed(before) && Marks[before].Concept is not null
            && draft.Entity is not null && draft.Entity != draft.Root;
    }

    private void AddToMeasure(Test test)
    {
        var measure = draft.Measures[0];
        var literal = test.Upper >= 0 ? $"{Number(test.Number)} and {Number(test.Upper)}" : Number(test.Number);
        draft.Take(Weights.Condition, test.Marks);
        draft.Having.Add(new(measure, test.Sign, literal, $"{measure.Label} {Words(test)}"));
    }

    /// <summary>"price over 10", "over 10 quantity": a column named before or after.</summary>
    private bool ReadNamedColumn(Test test)
    {
        if (test.Hint is not null) return false;
        var before = draft.Previous(test.At, MarkKind.Prep);
        var after = test.After == test.Last + 1 ? test.After : -1;
        var between = test.Number - 1 > test.At ? test.Number - 1 : -1;
        foreach (var term in new[] { before, after, between }.Where(t => draft.KindAt(t) == MarkKind.Term))
        {
            if (draft.Resolve(term, IsComparable) is not { } named) continue;
            Add(test, named.Meaning.Column!, named.Path, draft.IsUsed(term) ? test.Marks : [.. test.Marks, term]);
            return true;
        }

        return false;
    }

    private static bool IsComparable(Meaning meaning) =>
        meaning is { Column.Role: ColumnRole.Number or ColumnRole.Year, Score: >= Weights.Plausible };

    /// <summary>"longer than 5 minutes", "products over 500": the adjective, the unit or the kind of thing says which column.</summary>
    private void ReadUnnamedColumn(Test test)
    {
        var hint = test.Hint ?? (test.Unit >= 0 ? Units.Hint(Marks[test.Unit].Text) : null);
        var column = hint is not null
            ? Hints.Column(draft.Subject, hint) ?? Hints.Column(draft.Root, hint)
            : Amounts.OfRow(draft.Subject)?.Column ?? Hints.Column(draft.Subject, "price") ?? Amounts.OfRow(draft.Root)?.Column;
        if (column is not null && draft.Schema.Joins.Find(draft.Root, column.Table) is { } path) Add(test, column, path, test.Marks);
    }

    private void Add(Test test, SchemaColumn column, JoinPath path, IReadOnlyList<int> used)
    {
        var unit = test.Unit >= 0 ? Marks[test.Unit].Text : null;
        if ((unit is null ? 1 : Units.Factor(column, unit)) is not { } factor) return;
        if (unit is not null && Units.Assumed(column) is { } assumed) draft.Notes.Add(assumed);

        draft.Take(Weights.Condition - Weights.PerStep * path.Cost, used);
        var name = SqlText.Placeholder(column);
        var condition = test.Upper >= 0
            ? $"{name} between {Number(test.Number, factor)} and {Number(test.Upper, factor)}"
            : $"{name} {test.Sign} {Number(test.Number, factor)}";
        var words = $"{column.Label} {Words(test)}{(unit is null ? "" : " " + unit)}";
        draft.Filters.Add(new(path, column.Table, column, condition, [], words, NegationReader.IsNegated(draft, test.At)));
    }

    private string Words(Test test) =>
        $"{Say(test.Sign)} {Marks[test.Number].Text}{(test.Upper >= 0 ? " and " + Marks[test.Upper].Text : "")}";

    private string Number(int at, decimal factor = 1) => (Marks[at].Number!.Value * factor).ToString(CultureInfo.InvariantCulture);
}
