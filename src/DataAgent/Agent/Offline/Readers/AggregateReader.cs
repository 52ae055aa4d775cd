using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>
/// Reads sums, averages, medians, minimums and maximums: "total revenue", "average order value", "the highest invoice total".
/// </summary>
internal sealed class AggregateReader(SchemaIndex schema, IReadOnlyList<Mark> marks)
{
    private readonly Amounts _amounts = new(schema);

    /// <summary>What the word at this place adds up: the first term after it that can be.</summary>
    public IReadOnlyList<MeasureReading> Read(int at)
    {
        foreach (var i in marks.Behind(at))
        {
            if (marks[i].Kind is MarkKind.Count or MarkKind.By or MarkKind.Compare) return [];
            if (marks[i].Kind != MarkKind.Term) continue;
            var found = OfTerm(marks[at].Argument, at, i);
            if (found.Count > 0 || !marks.DescribesLaterTable(i)) return found;
        }

        return [];
    }

    /// <summary>"the highest invoice total" is a figure; "the invoice with the highest total" is a row.</summary>
    public IReadOnlyList<MeasureReading> ReadHighest()
    {
        var at = Enumerable.Range(0, marks.Count).FirstOrDefault(i => IsSuperlative(marks[i]), -1);
        var term = at < 0 ? -1 : marks.After(at);
        if (term < 0 || marks[term] is not { Kind: MarkKind.Term, NamesNumber: true } || marks[term].Text.EndsWith('s')) return [];
        if (marks.Take(at).Any(AsksForRows) || HasTermsOfItsOwn(term)) return [];
        var function = marks[at].Argument == "desc" ? "max" : "min";
        return [.. marks[term].Meanings
            .Where(m => m.Column?.Role == ColumnRole.Number)
            .Select(m => new MeasureReading(Measure.Of(function, m.Column!), [at, term], m.Score))];
    }

    private List<MeasureReading> OfTerm(string function, int at, int term)
    {
        var mark = marks[term];
        List<MeasureReading> found = [.. OfColumns(function, mark).Select(r => r with { Marks = [at, term] })];
        if (mark.Concept is { } concept && mark.BestScore < Weights.VeryName)
        {
            var amounts = MeasureReader.OfConcept(_amounts, concept, [at, term, .. marks.SameConcept(term)]);
            found.AddRange(amounts.Select(r => WithFunction(r, function)));
        }

        foreach (var m in mark.Meanings.Where(m => m.Column is null && m.Score >= Weights.Clear))
        {
            var isSure = found.Count == 0 || m.Score >= Weights.VeryName;
            if (OfTable(function, m.Table, mark, isSure) is not { } measure) continue;
            var value = function == "sum" ? -1 : ValueWordAfter(term);
            found.Add(new(measure, value >= 0 ? [at, term, value] : [at, term], m.Score));
        }

        return found;
    }

    private static IEnumerable<MeasureReading> OfColumns(string function, Mark mark) =>
        mark.Meanings
            .Where(m => m.Score >= Weights.Plausible && CanAggregate(function, m.Column))
            .Select(m => new MeasureReading(Measure.Of(function, m.Column!), [], m.Score));

    private static bool CanAggregate(string function, SchemaColumn? column) =>
        column?.Role == ColumnRole.Number || function is "min" or "max" && Dates.IsDate(column);

    private static MeasureReading WithFunction(MeasureReading reading, string function)
    {
        var label = function == "sum" ? reading.Measure.Label : $"{Measure.NameOf(function)} {reading.Measure.Label}";
        return reading with { Measure = reading.Measure with { Function = function, Label = label } };
    }

    /// <summary>"total sales" adds the sales up, "total orders" counts them, "average order value" takes the amount of an order.</summary>
    private static Measure? OfTable(string function, SchemaTable table, Mark mark, bool isSure)
    {
        var money = Amounts.OfRow(table);
        if (function != "sum") return money is null ? null : ValueOf(function, table, money);
        if (mark.Concept is not null && money is not null) return money;
        return isSure ? Measure.Count(table) : null;
    }

    private static Measure ValueOf(string function, SchemaTable table, Measure money) => money with
    {
        Function = function,
        Label = $"{Measure.NameOf(function)} {table.Label} value",
        Words = $"the {Measure.NameOf(function)} of {money.Column?.Label ?? "the value"} of {table.Plural}",
    };

    /// <summary>"average order value", "average basket size": the word adds nothing to the table.</summary>
    private int ValueWordAfter(int at) =>
        at + 1 < marks.Count && marks[at + 1].Lower is "value" or "values" or "size" or "worth" ? at + 1 : -1;

    private static bool IsSuperlative(Mark mark) =>
        mark is { Kind: MarkKind.Rank, Argument: "desc" or "asc" }
        && mark.Lower is "highest" or "lowest" or "largest" or "biggest" or "smallest" or "greatest";

    private static bool AsksForRows(Mark mark) =>
        mark.Kind is MarkKind.Term or MarkKind.Number || mark.Argument == "which" || mark.Lower.StartsWith("who", StringComparison.Ordinal);

    /// <summary>"the highest price products": more is named, and no "of", "for", "in" or "per" says that the figure is of it.</summary>
    private bool HasTermsOfItsOwn(int term)
    {
        var rest = marks.Skip(term + 1).ToList();
        return rest.Any(m => m.Kind == MarkKind.Term) && !rest.Any(m => m.Kind == MarkKind.By || m.Text is "of" or "for" or "in");
    }
}
