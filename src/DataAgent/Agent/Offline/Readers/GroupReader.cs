using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads what figures are split by: "per country", "by month", "for each category and year".</summary>
internal sealed class GroupReader(Draft draft, bool perEntity)
{
    private readonly OrderReader _orders = new(draft);

    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read()
    {
        for (var i = 0; i < Marks.Count; i++)
            if (Marks[i].Kind is MarkKind.By or MarkKind.Sort && !draft.IsUsed(i)) ReadBy(i);
        for (var i = 0; i < Marks.Count; i++) ReadWithoutBy(i);
        _orders.Read();
    }

    /// <summary>What a term groups by, seen from its place in the question; <c>null</c> when nothing leads there.</summary>
    public (Group Group, double Score)? ResolveGroup(int term)
    {
        (Group Group, double Score)? best = null;
        foreach (var meaning in Marks[term].Meanings.Where(m => CanGroup(m, Marks[term])))
        {
            if (draft.FindWay(meaning.Table, term) is not var (path, cost)) continue;
            var isTable = meaning.Column is null && !meaning.Table.IsView;
            var score = meaning.Score
                - Weights.PerStep * cost
                - (path.FansOut ? Weights.GroupFansOut : 0)
                + (isTable ? Weights.GroupByTable : 0);
            if (best is null || score > best.Value.Score + Weights.Tie) best = (GroupOf(meaning, path), score);
        }

        return best;
    }

    /// <summary>"monthly revenue", "revenue over time", "share of …", "… versus …" need no "by".</summary>
    private void ReadWithoutBy(int at)
    {
        var mark = Marks[at];
        if (mark.Kind == MarkKind.Grain && !draft.IsUsed(at) && !IsUnit(at) && (draft.Measures.Count > 0 || mark.Argument == "auto"))
            AddGrain(at, at);
        if (mark.Kind == MarkKind.Share) draft.IsShare = true;
        if (mark.Kind is MarkKind.Share or MarkKind.Versus) draft.Use(at);
    }

    private bool IsUnit(int at) => draft.KindAt(at - 1) == MarkKind.Number;

    private void ReadBy(int at)
    {
        if (Marks[at] is { Kind: MarkKind.Sort, Argument: not "" and var direction })
        {
            draft.Use(at);
            draft.OrderAscending = direction == "asc";
            return;
        }

        var next = draft.Next(at, MarkKind.Distinct, MarkKind.Prep);
        if (next < 0) return;
        if (IsSaidAlready(at, next))
        {
            draft.Use(at);
            if (Marks[next].Kind == MarkKind.Term) draft.Use(next);
            return;
        }

        var isOrder = IsOrder(at);
        if (isOrder && NamesMeasure(next))
        {
            draft.Use(at, next);
            return;
        }

        if (isOrder && Marks[next].Kind == MarkKind.Term && _orders.ReadColumn(at, next)) return;
        var ranked = Marks[next].Kind == MarkKind.Rank ? draft.Next(next) : -1;
        if (draft.KindAt(ranked) == MarkKind.Term && _orders.ReadColumn(at, ranked)) return;
        if (AddGroup(at, next)) ReadMore(next);
    }

    /// <summary>"by genre and year": one group after the other.</summary>
    private void ReadMore(int last)
    {
        for (var and = draft.Next(last); draft.KindAt(and) is MarkKind.And or MarkKind.By; and = draft.Next(last))
        {
            var more = draft.Next(and, MarkKind.By, MarkKind.Distinct);
            if (more < 0 || draft.IsUsed(more) || !AddGroup(and, more)) return;
            last = more;
        }
    }

    /// <summary>What follows has its part already, is a value ("albums by Iron Maiden"), or is the very column that is measured.</summary>
    private bool IsSaidAlready(int by, int next) =>
        draft.IsUsed(next)
        || Marks[next].Kind == MarkKind.Value && Marks[by].Kind == MarkKind.By
        || Marks[next].Meanings.Any(m => m.Column is not null && draft.Measures.Any(x => x.Column == m.Column));

    /// <summary>"sorted by", and "by" after a ranking: "top 5 customers by revenue". "per" and "each" always split.</summary>
    private bool IsOrder(int at) =>
        Marks[at].Kind == MarkKind.Sort
        || Marks.Take(at).Any(m => m.Kind == MarkKind.Rank) && !Marks[at].Text.Contains("each") && Marks[at].Text != "per";

    /// <summary>"top customers by total spending": the amount is the measure already.</summary>
    private bool NamesMeasure(int term) =>
        draft.Measures.Count > 0 && Marks[term].NamesNumber
        && draft.KindAt(term + 1) == MarkKind.Term && Marks[term + 1].Concept is not null && draft.IsUsed(term + 1);

    private bool AddGroup(int at, int term)
    {
        if (Marks[term].Kind == MarkKind.Grain) return AddGrain(at, term);
        if (Marks[term].Kind != MarkKind.Term || perEntity && draft.Groups.Count > 0) return false;
        if (ResolveGroup(term) is not var (group, score)) return false;
        draft.Take(score, at, term);
        draft.Groups.Add(group);
        return true;
    }

    /// <summary>A rate such as a price is no group where the word can mean a table as well.</summary>
    private static bool CanGroup(Meaning meaning, Mark mark)
    {
        if (meaning.Column?.Role is ColumnRole.Array or ColumnRole.Other) return false;
        var isRate = meaning.Column is { Role: ColumnRole.Number, IsRate: true };
        return !isRate || !mark.Meanings.Any(o => o.Column is null && o.Score >= meaning.Score);
    }

    private Group GroupOf(Meaning meaning, JoinPath path)
    {
        if (meaning.Column is not { } column) return new(path, meaning.Table, null, null, meaning.Table.Label);
        if (column.Role == ColumnRole.Reference && LinkOf(column) is { } link) return Referred(column, link, path);
        var grain = column.Role == ColumnRole.Date ? "day" : null;
        return new(path, meaning.Table, IsNameOfOther(column) ? null : column, grain, column.Label);
    }

    /// <summary>"by support rep" shows the employee that the column refers to, under the column's name.</summary>
    private static Group Referred(SchemaColumn reference, Link link, JoinPath path)
    {
        var label = reference.Words is [.., _, "id"] ? string.Join(' ', reference.Words.SkipLast(1)) : link.To.Label;
        return new(path.Then(new([link], 1)), link.To, null, null, label);
    }

    private static Link? LinkOf(SchemaColumn reference) =>
        reference.Table.Links.FirstOrDefault(l => l.Forward && l.Columns.Count == 1 && l.Reference == reference);

    /// <summary><c>country.country</c>: the column that names a row of another table stands for the row.</summary>
    private bool IsNameOfOther(SchemaColumn column) =>
        column.Table != draft.Root
        && column.Table.NameColumns is [var name] && name == column && name.Words.SequenceEqual(column.Table.Words);

    private bool AddGrain(int at, int term)
    {
        var grain = Marks[term].Argument;
        var date = DateBeside(at, term) ?? Dates.Find(draft, term);
        if (date is not var (column, way)) return false;
        var isYear = column.Role == ColumnRole.Year;
        if (isYear && grain is not ("year" or "auto")) return false;
        if (grain == "auto") grain = "month";
        draft.Take(Weights.Condition - Weights.PerStepToDate * way.Cost, at, term);
        draft.Groups.Add(new(way, column.Table, column, isYear ? Grains.Value : grain, isYear ? column.Label : grain));
        return true;
    }

    /// <summary>"by hire year", "per month of the visit": a date named beside the grain.</summary>
    private ColumnAt? DateBeside(int at, int term)
    {
        int[] near = [draft.Previous(term), draft.Previous(at, MarkKind.Prep), draft.Next(term, MarkKind.Prep)];
        var named = near.Where(n => draft.KindAt(n) == MarkKind.Term).FirstOrDefault(n => Marks[n].Meanings.Any(IsLikelyDate), -1);
        if (named < 0 || draft.Resolve(named, IsLikelyDate) is not { } date) return null;
        if (!Marks[named].NamesTableRatherThan(date.Meaning)) draft.Use(named);
        return new(date.Meaning.Column!, date.Path);
    }

    private static bool IsLikelyDate(Meaning meaning) => Dates.IsDate(meaning.Column) && meaning.Score >= Weights.Plausible;
}
