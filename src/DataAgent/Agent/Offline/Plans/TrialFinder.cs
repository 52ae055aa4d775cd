using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Readers;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>What a reading starts from: what is measured, the table the question is about, and how likely both are.</summary>
internal sealed record Trial(MeasureReading? Measure, SchemaTable? Entity, double Score);

/// <summary>Finds what a question may be about before the rest of it is read.</summary>
internal sealed class TrialFinder(SchemaIndex schema, IReadOnlyList<Mark> marks)
{
    private const int MostEntities = 6;
    private const int MostEntitiesOfMeasure = 4;
    private const int MostEvents = 3;

    private readonly Amounts _amounts = new(schema);

    private sealed record Candidate(SchemaTable Table, double Score);

    public IEnumerable<Trial> Find()
    {
        var measures = new MeasureReader(schema, marks).Find();
        return measures.Count > 0 ? measures.SelectMany(OfMeasure) : Entities([]).Take(MostEntities).SelectMany(OfEntity);
    }

    private IEnumerable<Trial> OfMeasure(MeasureReading measure)
    {
        var entities = Entities(measure.Marks).Take(MostEntitiesOfMeasure).ToList();
        if (entities.Count == 0) return [new(measure, null, measure.Score)];
        return entities.Select(e => new Trial(measure, e.Table, measure.Score + e.Score * Weights.EntityBesideMeasure));
    }

    private IEnumerable<Trial> OfEntity(Candidate entity) =>
        Implied(entity.Table)
            .Select(m => new Trial(m, entity.Table, entity.Score + m.Score - 1))
            .Prepend(new(null, entity.Table, entity.Score));

    /// <summary>
    /// Measures that a ranking or a grouping asks for without a name: "top 5 customers", "films by rating", "most popular genres".
    /// </summary>
    private IEnumerable<MeasureReading> Implied(SchemaTable entity)
    {
        var rank = marks.FirstOrDefault(m => m.Kind == MarkKind.Rank);
        switch (rank?.Parts.Hint)
        {
            case "sold": return [.. OfConcept("sold"), .. Events(entity)];
            case "popular": return [.. Events(entity), .. Lessened(OfConcept("sold"), Weights.SoldAsPopular)];
            case "revenue": return OfConcept("revenue");
        }

        if (rank is { Lower: "top" or "best" or "biggest" or "leading" or "worst" or "bottom" })
            return [.. Lessened(OfConcept("revenue"), Weights.TopByRevenue), .. Lessened(Events(entity), Weights.TopByEvents)];
        var isSplit = rank is null && marks.Any(m => m.Kind is MarkKind.By or MarkKind.Grain or MarkKind.Share or MarkKind.Versus);
        return isSplit ? [new(Measure.Count(entity), [], Weights.ImpliedCount)] : [];
    }

    private IReadOnlyList<MeasureReading> OfConcept(string concept) => MeasureReader.OfConcept(_amounts, concept, []);

    private IEnumerable<MeasureReading> Events(SchemaTable entity) =>
        _amounts.EventsOf(entity).Take(MostEvents)
            .Select((t, n) => new MeasureReading(Measure.Count(t), [], Weights.ImpliedCount - Weights.NextEvent * n));

    private static IEnumerable<MeasureReading> Lessened(IEnumerable<MeasureReading> readings, double by) =>
        readings.Select(r => r with { Score = r.Score - by });

    /// <summary>Tables the question may be about, the likeliest first.</summary>
    /// <param name="taken">Marks that say what is measured.</param>
    private IEnumerable<Candidate> Entities(IReadOnlyList<int> taken)
    {
        var terms = Enumerable.Range(0, marks.Count).Where(i => marks[i].Kind == MarkKind.Term && !taken.Contains(i)).ToList();
        if (taken.Count == 0 && Head(terms) is { Count: > 0 } head) return head;

        var found = Named([.. terms.Select(i => marks[i])]);
        var startsWithColumn = terms.Count > 0 && marks[terms[0]].Meanings is [{ Column: not null, Score: >= Weights.VeryName }, ..];
        if (found.Count == 0 || startsWithColumn) found.AddRange(terms.Take(2).SelectMany(i => OwnersOf(marks[i])));
        if (found.Count == 0)
            found.AddRange(marks.SelectMany(m => m.Values).Select(v => new Candidate(v.Column.Table, Weights.EntityOfValue)));
        return found.OrderByDescending(f => f.Score).DistinctBy(f => f.Table);
    }

    /// <summary>A first noun that is the very name of a table, unless it only describes the noun right after it.</summary>
    private List<Candidate> Head(IReadOnlyList<int> terms)
    {
        if (terms.Count == 0 || !marks[terms[0]].NamesTable || marks[terms[0]].BestScore < Weights.VeryName) return [];
        var first = terms[0];
        if (first + 1 < marks.Count && marks[first + 1] is { Kind: MarkKind.Term, NamesTable: true }) return [];
        if (marks.Take(first).Any(m => m.Kind is MarkKind.By or MarkKind.Rank or MarkKind.Number)) return [];
        return [.. marks[first].Meanings
            .Where(m => m.Column is null && m.Score >= Weights.HeadName)
            .Select(m => new Candidate(m.Table, m.Score))];
    }

    /// <summary>Tables named by the terms: what is named first is what the question is about.</summary>
    private static List<Candidate> Named(IReadOnlyList<Mark> terms) =>
        [.. terms
            .Select(t => t.Meanings.Where(m => m.Column is null && m.Score >= t.BestScore - Weights.EntitySlack).ToList())
            .Where(tables => tables.Count > 0)
            .SelectMany((tables, n) => tables.Select(m => new Candidate(m.Table, m.Score - Weights.LaterEntity * n)))];

    /// <summary>"emails of people in Paris": the table of a column.</summary>
    private static IEnumerable<Candidate> OwnersOf(Mark term) =>
        term.Meanings
            .Where(m => m.Column is not null && m.Score >= term.BestScore - Weights.OwnerSlack)
            .Select(m => new Candidate(m.Table, m.Score - Weights.EntityOfColumn));
}
