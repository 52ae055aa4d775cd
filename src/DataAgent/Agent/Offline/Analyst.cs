using DataAgent.Agent.Offline.Answers;
using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;
using DataAgent.Dictionary;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Offline;

/// <summary>What is said next, and the tool to be called before going on; without a call the answer is complete.</summary>
internal sealed record Reply(string Text, FunctionCallContent? Call = null);

/// <summary>Decides the next step of a question from the question and the steps taken so far.</summary>
internal sealed class Analyst(DataDictionary dictionary)
{
    private readonly SchemaIndex _schema = new(dictionary);

    public Reply Next(Turn turn, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(turn.Question)) return new(Refusals.Help(_schema));
        if (RawSql.Find(turn.Question) is { } sql) return Run(turn, 0, sql, "I run this SQL as it is.", null);
        if (SchemaAnswers.Find(_schema, turn) is { } aboutSchema) return aboutSchema;
        if (Refusals.Early(turn.Question) is { } refusal) return new(refusal.Length > 0 ? refusal : Refusals.Help(_schema));
        return Answer(turn, today);
    }

    private Reply Answer(Turn turn, DateOnly today)
    {
        var (tokens, earlier) = FollowUps.Read(turn);
        tokens = Opposites.Spell(tokens, _schema);
        var reader = new MarkReader(_schema, today);
        IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> values = new Dictionary<string, IReadOnlyList<ValueHit>>();
        var marks = FollowUps.Replace(reader.Read(tokens, values), earlier);
        var step = 0;
        if (ValuePhrases.Find(tokens, marks) is { Count: > 0 } phrases && ValueLookup.Sql(_schema, phrases, marks) is { } lookup)
        {
            if (turn.Steps.Count == 0) return turn.MayCall ? Call(turn, "execute_sql", lookup, LooksUp(marks, phrases)) : Stopped();
            var rows = ToolTable.Read(turn.Steps[0].Result);
            if (rows.IsError) return new(AnswerText.OfError(rows));
            values = ValueLookup.Read(_schema, rows, tokens);
            marks = FollowUps.Replace(reader.Read(tokens, values), earlier);
            step = 1;
        }

        if (tokens.FirstOrDefault(t => TermMatcher.IsSecret(t.Lower)) is { } secret) return new(Refusals.Secret(secret.Text));
        var reading = new PlanReader(_schema, marks).Read();
        if (reading is null || reading.Unused.Count > 0) return new(Refusals.NotUnderstood(_schema, marks, reading));
        return Run(turn, step, SqlWriter.Write(reading.Plan), PlanText.Say(reading.Plan), reading.Plan);
    }

    private static string LooksUp(IReadOnlyList<Mark> marks, IReadOnlyList<string> phrases)
    {
        var unknown = marks.Where(m => m.Kind == MarkKind.Unknown).Select(m => m.Text).DefaultIfEmpty(phrases[0]);
        return $"First I look up where {Refusals.Quoted(unknown)} occurs in the data.";
    }

    /// <summary>The query, then the chart when one was asked for, then the answer.</summary>
    private static Reply Run(Turn turn, int step, string sql, string says, QueryPlan? plan)
    {
        if (turn.Steps.Count <= step) return turn.MayCall ? Call(turn, "execute_sql", sql, says) : Stopped();
        var table = ToolTable.Read(turn.Steps[step].Result);
        if (table.IsError) return new(AnswerText.OfError(table));
        if (plan is not null && turn.Steps.Count == step + 1 && turn.MayCall && ChartChoice.Of(plan, table) is { } chart)
            return new("", new(NewId(), "create_visualization", chart));
        var answer = plan is null ? AnswerText.OfRows(table) : AnswerText.Of(plan, table);
        var drawn = plan?.Chart is null ? null : turn.Steps.ElementAtOrDefault(step + 1);
        if (drawn is not null && ChartChoice.Failed(drawn.Result))
            answer += "\n\nThe chart could not be drawn; the table holds the figures.";
        return new(answer);
    }

    private static Reply Call(Turn turn, string tool, string argument, string says) =>
        new(says, new(NewId(), tool, new Dictionary<string, object?> { [turn.FirstParameter(tool, "query")] = argument }));

    private static Reply Stopped() => new("I would have to run a query to answer, but no more steps are allowed here. Ask again.");

    private static string NewId() => $"call_{Guid.CreateVersion7():n}";
}
