using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Reads what is counted: "how many customers", "most films", "customers with more than 10 orders".</summary>
internal sealed class CountReader(SchemaIndex schema, IReadOnlyList<Mark> marks)
{
    private readonly Amounts _amounts = new(schema);

    /// <summary>What the "how many" at this place counts: the first noun after it.</summary>
    public IReadOnlyList<MeasureReading> Read(int at)
    {
        var isDistinct = false;
        foreach (var i in marks.Behind(at))
        {
            isDistinct |= marks[i].Kind == MarkKind.Distinct;
            if (marks[i].Kind is MarkKind.By or MarkKind.Compare or MarkKind.Time) return [];
            if (marks[i].Kind == MarkKind.Term && (isDistinct || !IsFlagOfLaterTable(i))) return OfTerm(at, i);
        }

        return [];
    }

    /// <summary>"most films", "fewest orders": the rows of that table are counted.</summary>
    public IReadOnlyList<MeasureReading> ReadRanked()
    {
        for (var i = 0; i < marks.Count; i++)
        {
            if (marks[i].Kind != MarkKind.Rank || marks[i].Lower.Split(' ')[^1] is not ("most" or "least" or "fewest")) continue;
            var counted = marks.After(i, MarkKind.Distinct);
            if (!IsTerm(counted)) counted = marks.Before(i);
            if (!IsTerm(counted) || !marks.Where((m, j) => j != counted && m.Kind is MarkKind.Term or MarkKind.Grain).Any()) continue;
            if (Tables(counted, [i, counted]) is { Count: > 0 } found) return found;
        }

        return [];
    }

    /// <summary>"customers with more than 10 orders", "actors in at least 30 films", "customers who rented more than 40 films".</summary>
    public IReadOnlyList<MeasureReading> ReadCompared()
    {
        for (var i = 0; i < marks.Count; i++)
        {
            var counted = marks.After(i, MarkKind.OrMore, MarkKind.Distinct);
            if (marks[i].Kind != MarkKind.Number || !IsTerm(counted) || !IsCompared(i) && !IsHad(i)) continue;
            var before = marks.Before(i);
            var verb = before < 0 ? -1 : marks.Before(before);
            if (verb > 0 && EventOf(verb, counted) is { } happened && marks.Take(verb).Any(m => m.Kind == MarkKind.Term))
                return [new(Measure.Count(happened), [counted, verb], 1)];
            if (!marks[counted].NamesTable || !marks.Take(i).Any(m => m.Kind == MarkKind.Term)) continue;
            if (Tables(counted, [counted]) is { Count: > 0 } found)
                return found;
        }

        return [];
    }

    private bool IsTerm(int at) => at >= 0 && marks[at].Kind == MarkKind.Term;

    private List<MeasureReading> Tables(int term, IReadOnlyList<int> used) =>
        [.. marks[term].Meanings
            .Where(m => m.Column is null && m.Score >= Weights.Plausible)
            .Select(m => new MeasureReading(Measure.Count(m.Table), used, m.Score))];

    /// <summary>"how many active customers": the customers are counted.</summary>
    private bool IsFlagOfLaterTable(int at) =>
        marks[at].Meanings is [{ Column: not null }, ..] && marks.DescribesLaterTable(at)
        && marks[at].Meanings.Any(m => m.Column?.Role == ColumnRole.Boolean);

    private IReadOnlyList<MeasureReading> OfTerm(int at, int term)
    {
        var mark = marks[term];
        if (mark is { Concept: "sold", Meanings.Count: 0 })
            return MeasureReader.OfConcept(_amounts, "sold", [at, term, .. marks.SameConcept(term)]);
        if (Sold(at, term) is { Count: > 0 } sold) return sold;
        var before = marks.Before(at);
        var aggregate = before >= 0 && marks[before].Kind == MarkKind.Aggregate ? before : -1;
        var outer = aggregate >= 0 && marks[aggregate].Argument != "sum" ? marks[aggregate].Argument : null;
        if (outer is null && Happened(at, term) is { } happened) return [happened];

        IReadOnlyList<int> used = aggregate >= 0 ? [at, term, aggregate] : [at, term];
        var found = mark.Meanings
            .Where(m => m.Score >= mark.BestScore - Weights.CountSlack)
            .Select(m => OfMeaning(m, mark)).OfType<MeasureReading>()
            .Select(r => r with { Marks = used }).ToList();
        if (found.Count == 0 && term == marks.After(at)) found = OwnersOf(mark, at);
        if (found.Count == 0 && mark.Concept == "revenue" && _amounts.Revenue() is [var sale, ..])
            found = [new(Measure.Count(sale.Table), used, Weights.CountOfSales)];
        return [.. found.Select(r => r with { PerEntity = outer })];
    }

    private static MeasureReading? OfMeaning(Meaning meaning, Mark mark)
    {
        if (meaning.Column is not { } column) return new(Measure.Count(meaning.Table), [], meaning.Score);
        var isOfTable = mark.NamesTable && column.Role == ColumnRole.Reference;
        if (column.Role == ColumnRole.Number || meaning.Table.IsView || isOfTable) return null;
        var isAlsoTable = mark.BestScore == 1 && mark.Meanings.Any(o => o.Column is null && o.Score == 1);
        return new(Measure.Distinct(column), [], meaning.Score - (isAlsoTable ? Weights.DistinctBesideTable : Weights.Distinct));
    }

    /// <summary>"how many film lengths …": lengths cannot be counted, films can.</summary>
    private static List<MeasureReading> OwnersOf(Mark mark, int at) =>
        [.. mark.Meanings
            .Where(m => m.Column?.Role == ColumnRole.Number && mark.Text.Contains(' ')
                && NameScore.Likeness(mark.Lower.Split(' ')[0], m.Table.Words[^1]) > Weights.OwnerName)
            .Select(m => new MeasureReading(Measure.Count(m.Table), [at], m.Score))];

    /// <summary>"How many tracks were sold": pieces, not rows of track.</summary>
    private List<MeasureReading> Sold(int count, int term)
    {
        var verb = marks.Behind(term).FirstOrDefault(i => marks[i].Concept == "sold" && Stems.Singular(marks[i].Text) == "sell", -1);
        if (verb < 0 || marks.IsDenied(verb) || !marks[term].NamesTable) return [];
        var thing = marks[term].Meanings[0].Table;
        return [.. _amounts.Sold()
            .Where(s => schema.Joins.Find(s.Table, thing) is { FansOut: false, Links.Count: > 0 })
            .Select(s => new MeasureReading(s with { Words = $"the {s.Column!.Label} of {thing.Plural} sold" }, [count, term, verb], 1))];
    }

    /// <summary>"how many films were rented": the rentals.</summary>
    private MeasureReading? Happened(int at, int term)
    {
        var verb = marks.Behind(term).FirstOrDefault(i => EventOf(i, term) is not null && IsDoneTo(term, i), -1);
        return verb < 0 || marks.IsDenied(verb) ? null : new(Measure.Count(EventOf(verb, term)!), [at, term, verb], 1);
    }

    private bool IsCompared(int number) =>
        marks.Before(number) is var before and >= 0 && marks[before].Kind == MarkKind.Compare
        || marks.After(number) is var after and >= 0 && marks[after].Kind == MarkKind.OrMore;

    /// <summary>"with 3 skills", "who have 2 stores".</summary>
    private bool IsHad(int number) =>
        marks.Before(number) is var before and >= 0 && marks[before].Lower is "with" or "has" or "have" or "in" or "having"
        || number > 0 && marks[number - 1].Lower is "have" or "has";

    /// <summary>"films were rented" or "films did Mary rent", but not "customers rented": there the customers are counted.</summary>
    private bool IsDoneTo(int thing, int verb) =>
        marks.Skip(thing + 1).Take(verb - thing - 1).Any(m => m.Lower is "were" or "was" or "been" or "did" or "does" or "do");

    /// <summary>"rented more than 40 films": what is counted is the renting.</summary>
    private SchemaTable? EventOf(int verb, int thing)
    {
        if (marks[verb] is not { Kind: MarkKind.Term, NamesTable: true } || !marks[thing].NamesTable) return null;
        var (happened, counted) = (marks[verb].Meanings[0].Table, marks[thing].Meanings[0].Table);
        var isVerb = marks[verb].Lower.EndsWith("ed", StringComparison.Ordinal) || Lexicon.NounOf(marks[verb].Text) is not null;
        return isVerb && schema.Joins.Find(happened, counted) is { FansOut: false, Links.Count: > 0 } ? happened : null;
    }
}
