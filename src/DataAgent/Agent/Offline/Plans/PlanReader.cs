using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Readers;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>A reading of a question, and the words it could make nothing of.</summary>
internal sealed record Reading(QueryPlan Plan, IReadOnlyList<Mark> Unused, double Score);

/// <summary>Tries every table and measure the question may be about and keeps the reading that explains most of its words.</summary>
internal sealed class PlanReader(SchemaIndex schema, IReadOnlyList<Mark> marks)
{
    private const int MostTrials = 40;

    /// <summary><c>null</c>: no word names a table, a column or an amount.</summary>
    public Reading? Read() => new TrialFinder(schema, marks).Find().Take(MostTrials).Select(Try).OfType<Reading>().MaxBy(r => r.Score);

    private Reading? Try(Trial trial)
    {
        if ((trial.Measure?.Measure.Table ?? trial.Entity) is not { } root) return null;
        if (trial.Entity is { } entity && schema.Joins.Find(root, entity) is null) return null;
        var draft = new Draft(schema, marks, root) { Entity = trial.Entity, Score = trial.Score };
        if (trial.Measure is { } measure)
        {
            draft.Measures.Add(measure.Measure);
            draft.Use(measure.Marks);
        }

        new GroupReader(draft, trial.Measure?.PerEntity is not null).Read();
        new FilterReader(draft).Read();
        new SubjectReader(draft).Read();
        return PlanShaper.Shape(draft, trial.Measure) is { } plan ? new(plan, draft.Unused, Score(draft)) : null;
    }

    private static double Score(Draft draft) =>
        draft.Score
        - CostOfGroups(draft.Groups)
        - Weights.UnreadWord * draft.Unused.Count
        - (draft.Root.IsView ? Weights.RootIsView : 0);

    private static double CostOfGroups(IReadOnlyList<Group> groups)
    {
        var isOverBridges = groups.All(g => g.Path.Links.All(l => l.Forward || l.To.IsBridge));
        var perGroup = isOverBridges ? Weights.GroupOverBridge : Weights.GroupOverRows;
        return groups.Sum(g => g.Path.Cost) * Weights.PerStepToGroup + groups.Count(g => g.Path.FansOut) * perGroup;
    }
}
