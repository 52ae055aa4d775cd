using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads words that are values of the data: "customers in Paris", "genre Rock", "cancelled orders".</summary>
internal sealed class ValueReader(Draft draft)
{
    /// <summary>One column the value may be meant in, with the mark that names that column or its table, or −1.</summary>
    private sealed record Choice(ValueHit Hit, JoinPath Path, double Score, int Label);

    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read(int at)
    {
        if (LeadsToAnotherValue(at) || IsParticiple(at) || Choose(at) is not { } choice) return;
        NoteOtherMeanings(at, choice);
        NoteSpellings(choice.Hit);
        draft.Take(choice.Score, at);
        if (choice.Label >= 0 && !draft.NamesListedRows(choice.Label)) draft.Use(choice.Label);
        draft.Filters.Add(FilterOf(Marks[at], choice, NegationReader.IsNegated(draft, at)));
    }

    /// <summary>"paid by card": the verb leads to the value and is no state of its own.</summary>
    private bool LeadsToAnotherValue(int at)
    {
        var by = draft.Next(at);
        var isLeading = Lexicon.Concept(Marks[at].Text) is not null
            && draft.KindAt(by) is MarkKind.By or MarkKind.Prep
            && draft.KindAt(draft.Next(by)) == MarkKind.Value;
        if (isLeading) draft.Use(at, by);
        return isLeading;
    }

    /// <summary>"returned rentals": a state that other tables know as a value is a date of the rentals themselves.</summary>
    private bool IsParticiple(int at) =>
        Marks[at].Meanings.Count > 0 && Marks[at].Values.All(v => v.Column.Table != draft.Root) && new FlagReader(draft).ReadParticiple(at);

    private Choice? Choose(int at)
    {
        var near = Neighbours(at).ToList();
        Choice? best = null;
        foreach (var hit in Marks[at].Values)
        {
            if (draft.FindWay(hit.Column.Table, at) is not { } way) continue;
            var label = near.FirstOrDefault(n => IsLabel(Marks[n], hit.Column), -1);
            var score = Score(hit, way, label);
            if (best is null || score > best.Score + Weights.Tie) best = new(hit, way.Path, score, label);
        }

        return best;
    }

    private double Score(ValueHit hit, Way way, int label) =>
        (hit.Exact ? Weights.ExactValue : Weights.NearValue)
        - Weights.PerStep * way.Cost
        + (label >= 0 ? Weights.LabelledValue : 0)
        + (IsOwnName(hit, label) ? Weights.OwnNameValue : 0)
        + NameScore(hit)
        - (way.Path.FansOut ? Weights.ValueFansOut : 0);

    private static double NameScore(ValueHit hit)
    {
        if (hit.IsFullName) return Weights.FullNameValue;
        if (!hit.IsName) return 0;
        return hit.Column.Table.NameColumns.Count == 1 ? Weights.NamingValue : Weights.HalfNameValue;
    }

    /// <summary>The value would be the name of what is asked for, and nothing in the question says so.</summary>
    private bool IsOwnName(ValueHit hit, int label) =>
        hit.Column.Table == draft.Subject && hit.IsName
        && (label < 0 || !Marks.Any(m => m.Lower is "named" or "called" or "titled"));

    /// <summary>The word names the column, its table, or the column that refers to its table.</summary>
    private static bool IsLabel(Mark mark, SchemaColumn column) =>
        mark.Meanings.Any(m => m.Score >= Weights.Plausible
            && (m.Column == column || m.Column is null && m.Table == column.Table || RefersTo(m.Column, column.Table)));

    private static bool RefersTo(SchemaColumn? reference, SchemaTable table) =>
        reference is { Role: ColumnRole.Reference }
        && reference.Table.Links.Any(l => l.Forward && l.Columns[0].From == reference && l.To == table);

    /// <summary>Words around a value that say which column it is in: "genre Rock", "Rock genre", "status is shipped".</summary>
    private IEnumerable<int> Neighbours(int at)
    {
        if (draft.Next(at) == at + 1 && Marks[at + 1].Kind == MarkKind.Term) yield return at + 1;
        var back = at - 1;
        while (back >= 0 && TiesToLabel(Marks[back])) back--;
        while (back >= 0 && Marks[back].Kind is MarkKind.Value or MarkKind.Or or MarkKind.And)
            back = draft.Previous(back, MarkKind.Prep, MarkKind.Not);
        if (back >= 0 && Marks[back].Kind == MarkKind.Term) yield return back;
    }

    private static bool TiesToLabel(Mark mark) =>
        mark.Kind is MarkKind.Not or MarkKind.Compare
        || mark.Lower is "is" or "are" or "was" or "were" or "the" or "named" or "called" or "titled" or "of" or "in" or "from"
            or "include" or "includes";

    private void NoteOtherMeanings(int at, Choice choice)
    {
        if (choice.Label >= 0 || !choice.Hit.Exact) return;
        var other = Marks[at].Values.FirstOrDefault(h => h.Exact && !h.IsFullName && h.Column != choice.Hit.Column
            && draft.Schema.Joins.Find(draft.Root, h.Column.Table) is { Cost: < Weights.NearEnoughToMention });
        if (other is null) return;
        var place = other.IsName ? other.Column.Table.Label : $"{other.Column.Label} of {other.Column.Table.Plural}";
        draft.Notes.Add($"“{Marks[at].Text}” is also a {place}; name it to have that one instead.");
    }

    private void NoteSpellings(ValueHit hit)
    {
        if (hit.Spellings.Count > 0)
            draft.Notes.Add($"{hit.Value} is written in {hit.Spellings.Count} ways in the data; all of them count.");
    }

    private static Filter FilterOf(Mark mark, Choice choice, bool isNegated)
    {
        var (hit, column) = (choice.Hit, choice.Hit.Column);
        var name = hit.IsName ? column.Table.Label : column.Label;
        var filter = new Filter(choice.Path, column.Table, column, null, [], "", isNegated);
        if (hit.IsFullName) return filter with { Condition = FullNameCondition(hit), Words = $"{column.Table.Label} is {hit.Value}" };
        if (column.Role == ColumnRole.Array)
            return filter with { Condition = ElementCondition(column, mark.Lower), Words = $"{column.Label} include {mark.Text}" };
        if (hit.Exact || hit.OneSpelling && !hit.IsName)
            return filter with { Values = [.. Written(hit).Select(SqlText.Literal)], Words = $"{name} {(isNegated ? "is not" : "is")} {hit.Value}" };

        var text = SqlText.Placeholder(column) + (column.Info.Enum is null ? "" : "::text");
        return filter with { Condition = $"{text} ilike {SqlText.Containing(hit.Value)}", Words = $"{name} contains “{mark.Text}”" };
    }

    private static string FullNameCondition(ValueHit hit)
    {
        var full = string.Join(" || ' ' || ", hit.Column.Table.NameColumns.Select(SqlText.Placeholder));
        return hit.Exact
            ? $"{full} in ({string.Join(", ", Written(hit).Select(SqlText.Literal))})"
            : $"{full} ilike {SqlText.Containing(hit.Value)}";
    }

    /// <summary>The spelling that is shown first, then the others.</summary>
    private static IEnumerable<string> Written(ValueHit hit) => hit.Spellings.Prepend(hit.Value).Distinct(StringComparer.Ordinal);

    private static string ElementCondition(SchemaColumn array, string element) =>
        $"exists (select 1 from unnest({SqlText.Placeholder(array)}) e where lower(e) = {SqlText.Literal(element)})";
}
