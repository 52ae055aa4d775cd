using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>A measure the question may ask for, and the marks that say so.</summary>
/// <param name="PerEntity">"average number of orders per customer": what is taken over the figures of all customers.</param>
internal sealed record MeasureReading(Measure Measure, IReadOnlyList<int> Marks, double Score, string? PerEntity = null);

/// <summary>Finds what is to be counted, added up or averaged.</summary>
internal sealed class MeasureReader(SchemaIndex schema, IReadOnlyList<Mark> marks)
{
    private readonly Amounts _amounts = new(schema);
    private readonly CountReader _counts = new(schema, marks);
    private readonly AggregateReader _aggregates = new(schema, marks);

    /// <summary>Every possible first measure; empty when the question asks for rows.</summary>
    /// <remarks>
    /// What is asked for in so many words comes before an amount that is only named, and that before what a ranking implies.
    /// </remarks>
    public IReadOnlyList<MeasureReading> Find() =>
        FirstOf([AskedFor, NamedAmount, _aggregates.ReadHighest, _counts.ReadRanked, _counts.ReadCompared]);

    /// <summary>"revenue", "sold": each amount of the schema that may be meant, the likeliest first.</summary>
    public static IReadOnlyList<MeasureReading> OfConcept(Amounts amounts, string concept, IReadOnlyList<int> used)
    {
        var sources = concept == "revenue" ? amounts.Revenue() : amounts.Sold();
        return [.. sources.Select((m, n) => new MeasureReading(m, used, 1 - Weights.NextAmount * n))];
    }

    private static IReadOnlyList<MeasureReading> FirstOf(IEnumerable<Func<IReadOnlyList<MeasureReading>>> readers) =>
        readers.Select(read => read()).FirstOrDefault(found => found.Count > 0, []);

    /// <summary>"how many …", "average …", "total …".</summary>
    private IReadOnlyList<MeasureReading> AskedFor()
    {
        for (var i = 0; i < marks.Count; i++)
        {
            var found = marks[i].Kind switch
            {
                MarkKind.Count => _counts.Read(i),
                MarkKind.Aggregate => _aggregates.Read(i),
                _ => [],
            };
            if (found.Count > 0) return found;
        }

        return [];
    }

    /// <summary>"revenue by month", "best paid … by money spent": money before pieces.</summary>
    private IReadOnlyList<MeasureReading> NamedAmount()
    {
        if (RanksByColumn()) return [];
        var named = Enumerable.Range(0, marks.Count)
            .Where(i => marks[i].Concept is not null && !marks.IsDenied(i) && marks[i].BestScore < Weights.VeryName)
            .OrderBy(i => marks[i].Concept == "revenue" ? 0 : 1);
        foreach (var i in named)
            if (OfConcept(_amounts, marks[i].Concept!, [i, .. marks.SameConcept(i)]) is { Count: > 0 } found)
                return found;
        return [];
    }

    /// <summary>"highest gross weight": the ranking names its own column.</summary>
    private bool RanksByColumn() =>
        Enumerable.Range(0, marks.Count).Any(i => marks[i].Kind == MarkKind.Rank && marks.After(i) is var next and > 0
            && marks[next].NamesNumber && marks[next].BestScore >= Weights.VeryName);
}
