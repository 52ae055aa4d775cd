namespace DataAgent.Agent.Offline;

/// <summary>A measure the question may ask for, and the marks that say so.</summary>
internal sealed record MeasureReading(Measure Measure, IReadOnlyList<int> Marks, double Score, string? PerEntity = null);

/// <summary>Finds what is to be counted, added up or averaged.</summary>
internal sealed class MeasureReader(SchemaIndex schema, IReadOnlyList<Mark> marks)
{
    private readonly Amounts _amounts = new(schema);

    /// <summary>Every possible first measure; empty when the question asks for rows.</summary>
    public IReadOnlyList<MeasureReading> Find()
    {
        for (var i = 0; i < marks.Count; i++)
        {
            var found = marks[i].Kind switch
            {
                MarkKind.Count => Counted(i),
                MarkKind.Aggregate => Aggregated(i),
                MarkKind.Chart when marks[i].Argument == "histogram" => [],
                _ => [],
            };
            if (found.Count > 0) return found;
        }

        var named = Enumerable.Range(0, marks.Count).Any(i => marks[i].Kind == MarkKind.Rank && Forward(i) is var f && f > 0 && marks[f].Meanings is [{ Column.Role: ColumnRole.Number, Score: >= 0.95 }, ..]);
        var concept = named ? [] : Enumerable.Range(0, marks.Count).Where(i => marks[i].Concept is not null && !IsDenied(i) && (marks[i].Meanings.Count == 0 || marks[i].Meanings[0].Score < 0.95))
            .OrderBy(i => marks[i].Concept == "revenue" ? 0 : 1).ToList();
        foreach (var i in concept) if (OfConcept(marks[i].Concept!, [i, .. Also(i)]) is { Count: > 0 } found) return found;
        return Highest() is { Count: > 0 } highest ? highest : RankedCount() is { Count: > 0 } ranked ? ranked : Compared() is { Count: > 0 } compared ? compared : [];
    }

    private bool IsDenied(int at) => Enumerable.Range(0, at).Reverse().Select(i => marks[i].Kind).FirstOrDefault(k => k is not (MarkKind.Stop or MarkKind.Ever)) == MarkKind.Not;

    public IReadOnlyList<MeasureReading> OfConcept(string concept, IReadOnlyList<int> used)
    {
        var sources = concept == "revenue" ? _amounts.Revenue() : _amounts.Sold();
        return [.. sources.Select((m, n) => new MeasureReading(m, used, 1 - 0.05 * n))];
    }

    /// <summary>"sold" next to "sales" says the same thing once more.</summary>
    private IEnumerable<int> Also(int at) => Enumerable.Range(0, marks.Count).Where(i => i != at && marks[i].Concept is not null && marks[i].Meanings.Count == 0);

    private List<MeasureReading> Counted(int at)
    {
        var before = Back(at);
        var outer = before >= 0 && marks[before].Kind == MarkKind.Aggregate && marks[before].Argument is var fn && fn != "sum" ? fn : null;
        var rank = before >= 0 && marks[before] is { Kind: MarkKind.Aggregate } ? before : -1;
        var isDistinct = false;
        for (var i = at + 1; i < marks.Count; i++)
        {
            var mark = marks[i];
            if (mark.Kind == MarkKind.Distinct) isDistinct = true;
            if (mark.Kind is MarkKind.By or MarkKind.Compare or MarkKind.Time) break;
            if (mark.Kind is not MarkKind.Term) continue;
            if (mark.Concept == "sold" && mark.Meanings.Count == 0) return [.. OfConcept("sold", [at, i, .. Also(i)])];
            var later = LaterTable(i);
            if (mark.Meanings.Count > 0 && mark.Meanings[0].Column is not null && later > 0 && !isDistinct && mark.Meanings.Any(m => m.Column?.Role == ColumnRole.Boolean)) continue;
            var best = mark.Meanings.Count == 0 ? 0 : mark.Meanings[0].Score;
            var isTable = mark.Meanings is [{ Column: null }, ..];
            var found = new List<MeasureReading>();
            List<int> used = [at, i, .. rank >= 0 ? [rank] : Array.Empty<int>()];
            foreach (var m in mark.Meanings.Where(m => m.Score >= best - 0.2))
                if (m.Column is null) found.Add(new(Measure.Count(m.Table), used, m.Score, outer));
                else if (m.Column.Role is not ColumnRole.Number && !m.Table.IsView && !(isTable && m.Column.Role == ColumnRole.Reference)) found.Add(new(new("count distinct", m.Table, m.Column, null, Stems.Plural(m.Column.Label), $"the number of different values of {m.Column.Label}"), used, m.Score - (best == 1 && mark.Meanings.Any(o => o.Column is null && o.Score == 1) ? 0.3 : 0.05), outer));
            if (found.Count == 0 && i == Forward(at)) found.AddRange(mark.Meanings.Where(m => m.Column?.Role == ColumnRole.Number && mark.Text.Contains(' ') && TermMatcher.Likeness(mark.Text.Split(' ')[0].ToLowerInvariant(), m.Table.Words[^1]) > 0.7).Select(m => new MeasureReading(Measure.Count(m.Table), [at], m.Score, outer)));
            if (found.Count == 0 && mark.Concept == "revenue" && _amounts.Revenue() is [var sale, ..]) found.Add(new(Measure.Count(sale.Table), used, 0.8, outer));
            if (SoldOf(mark, at, i) is { Count: > 0 } sold) return sold;
            var verb = Enumerable.Range(i + 1, marks.Count - i - 1).FirstOrDefault(j => EventOf(j, i) is not null && IsDoneTo(i, j), -1);
            if (verb > 0 && outer is null && !IsDenied(verb)) return [new(Measure.Count(EventOf(verb, i)!), [at, i, verb], 1)];
            return found;
        }

        return [];
    }

    /// <summary>"How many tracks were sold": pieces, not rows of track.</summary>
    private List<MeasureReading> SoldOf(Mark mark, int count, int at)
    {
        var verb = Enumerable.Range(at + 1, marks.Count - at - 1).FirstOrDefault(i => marks[i].Concept == "sold" && Stems.Singular(marks[i].Text) == "sell", -1);
        if (verb < 0 || IsDenied(verb) || mark.Meanings.Count == 0 || mark.Meanings[0].Column is not null) return [];
        return [.. _amounts.Sold().Where(s => schema.Joins.Find(s.Table, mark.Meanings[0].Table) is { FansOut: false, Links.Count: > 0 }).Select(s => new MeasureReading(s with { Words = $"the {s.Column!.Label} of {mark.Meanings[0].Table.Plural} sold" }, [count, at, verb], 1))];
    }

    private List<MeasureReading> Aggregated(int at)
    {
        var function = marks[at].Argument;
        for (var i = at + 1; i < marks.Count; i++)
        {
            var mark = marks[i];
            if (mark.Kind == MarkKind.Count) return [];
            if (mark.Kind is MarkKind.By or MarkKind.Compare) break;
            if (mark.Kind != MarkKind.Term) continue;
            var found = new List<MeasureReading>();
            var exact = mark.Meanings.Count > 0 ? mark.Meanings[0].Score : 0;
            foreach (var m in mark.Meanings.Where(m => m.Column is not null && m.Score >= 0.6))
                if (m.Column!.Role == ColumnRole.Number || (function is "min" or "max" && m.Column.Role is ColumnRole.Date or ColumnRole.Year))
                    found.Add(new(new(function, m.Table, m.Column, null, $"{NameOf(function)} {m.Column.Label}", $"the {NameOf(function)} {m.Column.Label} of {m.Table.Plural}"), [at, i], m.Score));
            if (mark.Concept is { } concept && exact < 0.95)
                found.AddRange(OfConcept(concept, [at, i, .. Also(i)]).Select(r => r with { Measure = r.Measure with { Function = function, Label = function == "sum" ? r.Measure.Label : $"{NameOf(function)} {r.Measure.Label}" } }));
            foreach (var m in mark.Meanings.Where(m => m.Column is null && m.Score >= 0.75))
                if (function == "sum" && mark.Concept is not null && Amounts.OfRow(m.Table) is { } paid) found.Add(new(paid, [at, i], m.Score));
                else if (function == "sum" && (found.Count == 0 || m.Score >= 0.95)) found.Add(new(Measure.Count(m.Table), [at, i], m.Score));
                else if (function != "sum" && ValueWordAfter(i) is var value && Amounts.OfRow(m.Table) is { } money)
                    found.Add(new(money with { Function = function, Label = $"{NameOf(function)} {m.Table.Label} value", Words = $"the {NameOf(function)} of {money.Column?.Label ?? "the value"} of {m.Table.Plural}" }, value >= 0 ? [at, i, value] : [at, i], m.Score));
            if (found.Count > 0) return found;
            if (LaterTable(i) < 0) return [];
        }

        return [];
    }

    private int ValueWordAfter(int at) => at + 1 < marks.Count && marks[at + 1].Text.ToLowerInvariant() is "value" or "values" or "size" or "worth" ? at + 1 : -1;

    /// <summary>"the highest invoice total" is a figure; "the invoice with the highest total" is a row.</summary>
    private List<MeasureReading> Highest()
    {
        var at = Enumerable.Range(0, marks.Count).FirstOrDefault(i => marks[i] is { Kind: MarkKind.Rank, Argument: "desc" or "asc" } && marks[i].Text.ToLowerInvariant() is "highest" or "lowest" or "largest" or "biggest" or "smallest" or "greatest", -1);
        var term = at < 0 ? -1 : Forward(at);
        if (term < 0 || marks[term] is not { Kind: MarkKind.Term, Meanings: [{ Column.Role: ColumnRole.Number }, ..] } || marks[term].Text.EndsWith('s')) return [];
        if (marks.Take(at).Any(m => m.Kind is MarkKind.Term or MarkKind.Number || m.Argument == "which" || m.Text.StartsWith("who", StringComparison.OrdinalIgnoreCase))) return [];
        if (marks.Skip(term + 1).Any(m => m.Kind == MarkKind.Term) && !marks.Skip(term + 1).Any(m => m.Kind == MarkKind.By || m.Text is "of" or "for" or "in")) return [];
        var function = marks[at].Argument == "desc" ? "max" : "min";
        return [.. marks[term].Meanings.Where(m => m.Column?.Role == ColumnRole.Number).Select(m => new MeasureReading(new(function, m.Table, m.Column, null, $"{NameOf(function)} {m.Column!.Label}", $"the {NameOf(function)} {m.Column.Label} of {m.Table.Plural}"), [at, term], m.Score))];
    }

    /// <summary>"most films", "fewest orders": the rows of that table are counted.</summary>
    private List<MeasureReading> RankedCount()
    {
        for (var i = 0; i < marks.Count; i++)
        {
            if (marks[i] is not { Kind: MarkKind.Rank } || marks[i].Text.Split(' ')[^1].ToLowerInvariant() is not ("most" or "least" or "fewest")) continue;
            var next = Enumerable.Range(i + 1, marks.Count - i - 1).FirstOrDefault(j => marks[j].Kind is not (MarkKind.Stop or MarkKind.Distinct), -1);
            if (next < 0 || marks[next].Kind != MarkKind.Term) next = Back(i);
            if (next < 0 || marks[next].Kind != MarkKind.Term) continue;
            if (!marks.Where((m, j) => j != next && m.Kind is MarkKind.Term or MarkKind.Grain).Any()) continue;
            var found = marks[next].Meanings.Where(m => m.Column is null && m.Score >= 0.6).Select(m => new MeasureReading(Measure.Count(m.Table), [i, next], m.Score)).ToList();
            if (found.Count > 0) return found;
        }

        return [];
    }

    /// <summary>"customers with more than 10 orders", "actors in at least 30 films".</summary>
    private List<MeasureReading> Compared()
    {
        for (var i = 0; i < marks.Count; i++)
        {
            if (marks[i].Kind != MarkKind.Number) continue;
            var isCompared = Back(i) is var b && b >= 0 && marks[b].Kind == MarkKind.Compare || Forward(i) is var f && f >= 0 && marks[f].Kind == MarkKind.OrMore;
            var isWith = b >= 0 && marks[b].Text.ToLowerInvariant() is "with" or "has" or "have" or "in" or "having" || i > 0 && marks[i - 1].Text.ToLowerInvariant() is "have" or "has";
            var next = Forward(i);
            while (next >= 0 && marks[next].Kind is MarkKind.OrMore or MarkKind.Distinct) next = Forward(next);
            if (!isCompared && !isWith || next < 0 || marks[next].Kind != MarkKind.Term) continue;
            var found = marks[next].Meanings.Where(m => m.Column is null && m.Score >= 0.6).Select(m => new MeasureReading(Measure.Count(m.Table), [next], m.Score)).ToList();
            var v = b >= 0 ? Back(b) : -1;
            var verb = v > 0 ? EventOf(v, next) : null;
            if (verb is not null && Enumerable.Range(0, v).Any(j => marks[j].Kind == MarkKind.Term)) return [new(Measure.Count(verb), [next, v], 1)];
            if (found.Count > 0 && marks[next].Meanings[0].Column is null && marks.Take(i).Any(m => m.Kind == MarkKind.Term)) return found;
        }

        return [];
    }

    /// <summary>"films were rented" or "films did Mary rent", but not "customers rented": there the customers are counted.</summary>
    private bool IsDoneTo(int thing, int verb) =>
        marks.Skip(thing + 1).Take(verb - thing - 1).Any(m => m.Text.ToLowerInvariant() is "were" or "was" or "been" or "did" or "does" or "do");

    /// <summary>"rented more than 40 films": what is counted is the renting.</summary>
    private SchemaTable? EventOf(int verb, int thing)
    {
        if (marks[verb] is not { Kind: MarkKind.Term, Meanings: [{ Column: null } happened, ..] } || marks[thing].Meanings is not [{ Column: null } counted, ..]) return null;
        var isVerb = marks[verb].Text.EndsWith("ed", StringComparison.OrdinalIgnoreCase) || Lexicon.NounOf(marks[verb].Text) is not null;
        return isVerb && schema.Joins.Find(happened.Table, counted.Table) is { FansOut: false, Links.Count: > 0 } ? happened.Table : null;
    }

    private int Back(int at) => Enumerable.Range(0, at).Reverse().FirstOrDefault(i => marks[i].Kind != MarkKind.Stop, -1);
    private int Forward(int at) => Enumerable.Range(at + 1, marks.Count - at - 1).FirstOrDefault(i => marks[i].Kind != MarkKind.Stop, -1);

    /// <summary>A table named after this term before any preposition: then this one only describes it, as in "active customers".</summary>
    private int LaterTable(int at)
    {
        for (var i = at + 1; i < marks.Count && marks[i].Kind is MarkKind.Term or MarkKind.Stop or MarkKind.Value or MarkKind.Unknown; i++)
            if (marks[i].Kind == MarkKind.Term && marks[i].Meanings is [{ Column: null }, ..]) return i;
        return -1;
    }

    public static string NameOf(string function) => function switch { "avg" => "average", "min" => "lowest", "max" => "highest", "sum" => "total", _ => function };
}
