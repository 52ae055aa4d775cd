namespace DataAgent.Agent.Offline;

/// <summary>A reading of a question, and the words it could make nothing of.</summary>
internal sealed record Reading(QueryPlan Plan, IReadOnlyList<Mark> Unused, double Score);

/// <summary>Tries every table and measure the question may be about and keeps the reading that explains most of its words.</summary>
internal sealed class PlanReader(SchemaIndex schema, IReadOnlyList<Mark> marks)
{
    private const int MostTrials = 40;

    /// <summary><c>null</c>: no word names a table, a column or an amount.</summary>
    public Reading? Read()
    {
        var readings = Trials().Take(MostTrials).Select(Try).OfType<Reading>().ToList();
        return readings.Count == 0 ? null : readings.MaxBy(r => r.Score);
    }

    private IEnumerable<(MeasureReading? Measure, SchemaTable? Entity, double Score)> Trials()
    {
        var measures = new MeasureReader(schema, marks);
        var found = measures.Find();
        foreach (var measure in found)
        {
            var entities = Entities(measure.Marks).Take(4).ToList();
            if (entities.Count == 0) yield return (measure, null, measure.Score);
            foreach (var (entity, score) in entities) yield return (measure, entity, measure.Score + score * 0.5);
        }

        if (found.Count > 0) yield break;
        foreach (var (entity, score) in Entities([]).Take(6))
        {
            yield return (null, entity, score);
            foreach (var implied in Implied(measures, entity)) yield return (implied, entity, score + implied.Score - 1);
        }
    }

    /// <summary>Measures that a ranking or a grouping asks for without a name: "top 5 customers", "films by rating", "most popular genres".</summary>
    private IEnumerable<MeasureReading> Implied(MeasureReader measures, SchemaTable entity)
    {
        var amounts = new Amounts(schema);
        var rank = marks.FirstOrDefault(m => m.Kind == MarkKind.Rank);
        var hint = rank?.Argument.Split(':') is [_, var h] ? h : null;
        var events = amounts.EventsOf(entity).Take(3).Select((t, n) => new MeasureReading(Measure.Count(t), [], 0.95 - 0.3 * n));
        if (hint is "sold") return [.. measures.OfConcept("sold", []), .. events];
        if (hint is "popular") return [.. events, .. measures.OfConcept("sold", []).Select(m => m with { Score = m.Score - 0.05 })];
        if (hint is "revenue") return measures.OfConcept("revenue", []);
        if (rank is { Text: var text } && text.ToLowerInvariant() is "top" or "best" or "biggest" or "leading" or "worst" or "bottom") return [.. measures.OfConcept("revenue", []).Select(m => m with { Score = m.Score - 0.3 }), .. events.Select(e => e with { Score = e.Score - 0.5 })];
        if (rank is not null) return [];
        var by = marks.Any(m => m.Kind is MarkKind.By or MarkKind.Grain or MarkKind.Share or MarkKind.Versus);
        return by ? [new(Measure.Count(entity), [], 0.95)] : [];
    }

    private IEnumerable<(SchemaTable, double)> Entities(IReadOnlyList<int> taken)
    {
        var seen = new HashSet<SchemaTable>();
        var terms = marks.Select((m, i) => (Mark: m, At: i)).Where(p => p.Mark.Kind == MarkKind.Term && !taken.Contains(p.At)).ToList();
        if (taken.Count == 0 && Head(terms) is { Count: > 0 } head)
        {
            foreach (var m in head) yield return (m.Table, m.Score);
            yield break;
        }

        var tables = terms.Where(p => p.Mark.Meanings.Any(m => m.Column is null && m.Score >= p.Mark.Meanings[0].Score - 0.25)).ToList();
        var found = tables.SelectMany((p, n) => p.Mark.Meanings.Where(m => m.Column is null && m.Score >= p.Mark.Meanings[0].Score - 0.25).Select(m => (m.Table, m.Score - 0.15 * n))).ToList();
        if (found.Count == 0 || terms[0].Mark.Meanings is [{ Column: not null, Score: >= 0.95 }, ..])
            found.AddRange(terms.Take(2).SelectMany(p => p.Mark.Meanings.Where(m => m.Column is not null && m.Score >= p.Mark.Meanings[0].Score - 0.2).Select(m => (m.Table, m.Score - 0.2))));
        if (found.Count == 0) found.AddRange(marks.SelectMany(m => m.Values).Select(v => (v.Column.Table, 0.4)));
        foreach (var f in found.OrderByDescending(f => f.Item2).Where(f => seen.Add(f.Table))) yield return f;
    }

    /// <summary>A first noun that is the very name of a table, unless it only describes the noun right after it.</summary>
    private List<Meaning> Head(IReadOnlyList<(Mark Mark, int At)> terms)
    {
        if (terms.Count == 0 || terms[0].Mark.Meanings is not [{ Column: null, Score: >= 0.95 }, ..]) return [];
        var next = terms[0].At + 1;
        if (next < marks.Count && marks[next] is { Kind: MarkKind.Term, Meanings: [{ Column: null }, ..] } || marks.Take(terms[0].At).Any(m => m.Kind is MarkKind.By or MarkKind.Rank or MarkKind.Number)) return [];
        return [.. terms[0].Mark.Meanings.Where(m => m.Column is null && m.Score >= 0.9)];
    }

    private Reading? Try((MeasureReading? Measure, SchemaTable? Entity, double Score) trial)
    {
        if ((trial.Measure?.Measure.Table ?? trial.Entity) is not { } root) return null;
        if (trial.Entity is { } e && schema.Joins.Find(root, e) is null) return null;
        var draft = new Draft(schema, marks, root) { Entity = trial.Entity, Score = trial.Score };
        if (trial.Measure is { } m)
        {
            draft.Measures.Add(m.Measure);
            draft.Use(m.Marks);
        }

        new GroupReader(draft, trial.Measure?.PerEntity is not null).Read();
        new FilterReader(draft).Read();
        new SubjectReader(draft).Read();
        var plan = PlanShaper.Shape(draft, trial.Measure);
        if (plan is null) return null;
        var unused = draft.Unused;
        var joins = draft.Groups.Sum(g => g.Path.Cost) * 0.05 + draft.Groups.Count(g => g.Path.FansOut) * (draft.Groups.All(g => g.Path.Links.All(l => l.Forward || l.To.IsBridge)) ? 0.1 : 0.4);
        return new(plan, unused, draft.Score - joins - 2 * unused.Count - (root.IsView ? 0.15 : 0));
    }
}
