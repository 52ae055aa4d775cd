using DataAgent.Agent;
using DataAgent.Agent.Providers;
using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Evals;

/// <summary>Asks a project questions whose right answers are known. Each is a conversation like any other, removed afterwards unless it is to be kept.</summary>
public sealed class EvalRunner
{
    private readonly RunCoordinator _runs;
    private readonly ConversationStore _conversations;
    private readonly QueryRunner _queries;
    private readonly ResultStore _results;
    private readonly ModelProviders _models;
    private readonly TimeProvider _clock;

    internal EvalRunner(RunCoordinator runs, ConversationStore conversations, QueryRunner queries, ResultStore results, ModelProviders models, TimeProvider clock) =>
        (_runs, _conversations, _queries, _results, _models, _clock) = (runs, conversations, queries, results, models, clock);

    /// <param name="member">Needs the right to run SQL, as the reference SQL is run at the same door as any other.</param>
    /// <param name="onDone">Told of each case as it ends, one at a time.</param>
    public async Task<EvalReport> RunAsync(
        Member member, IReadOnlyList<EvalCase> cases, EvalSettings settings, Action<EvalResult>? onDone, CancellationToken cancellationToken)
    {
        if (settings.Provider is not null || settings.Model is not null)
            member = member.Asking(settings.Provider ?? member.Project.LlmProvider, settings.Model);
        var started = _clock.GetUtcNow();
        var done = new EvalResult[cases.Count];
        var telling = new Lock();
        await Parallel.ForEachAsync(cases.Index(), new ParallelOptions { MaxDegreeOfParallelism = settings.AtOnce, CancellationToken = cancellationToken }, async (one, cancelled) =>
        {
            var result = await AskAsync(member, one.Item, settings, cancelled);
            done[one.Index] = result;
            lock (telling)
                onDone?.Invoke(result);
        });
        return new EvalReport(member.Project.Slug, member.Project.LlmProvider, _models.ModelOf(member.Project), started, done);
    }

    private async Task<EvalResult> AskAsync(Member member, EvalCase one, EvalSettings settings, CancellationToken cancellationToken)
    {
        var conversation = await _conversations.CreateAsync(member, cancellationToken);
        try
        {
            var asked = new AskedCase();
            foreach (var question in (one.Before ?? []).Append(one.Question))
            {
                asked = new AskedCase();
                var started = _clock.GetTimestamp();
                await AskAsync(member, conversation, question, asked, cancellationToken);
                asked.Seconds = _clock.GetElapsedTime(started).TotalSeconds;
            }

            var (reasons, extra) = await JudgeAsync(member, one, asked, cancellationToken);
            if (one.MaxSeconds is { } most && asked.Seconds > most)
                reasons = [.. reasons, new(EvalReasonCode.Slow, $"It took {asked.Seconds:0.0} s; at most {most:0.0} s were wanted.")];
            return new EvalResult(one.Question, reasons, extra, asked.Seconds, asked.Steps, asked.Tokens, settings.Prices?.Of(asked.Tokens), asked.Table?.Sql, asked.Text);
        }
        finally
        {
            if (!settings.Keep)
                await _conversations.DeleteAsync(member, conversation, QueryDoor.CommandLine, CancellationToken.None);
        }
    }

    private async Task AskAsync(Member member, Guid conversation, string question, AskedCase asked, CancellationToken cancellationToken)
    {
        var outcome = await _runs.StartAsync(member, conversation, question, QueryDoor.CommandLine, cancellationToken);
        if (outcome is not StartOutcome.Started run)
        {
            asked.Fail((outcome as StartOutcome.Invalid)?.Message ?? (outcome as StartOutcome.Limited)?.Message ?? "The question could not be asked.");
            return;
        }

        await using var onStop = cancellationToken.Register(() => _ = _runs.StopAsync(member, conversation, CancellationToken.None));
        await foreach (var happened in _runs.WatchAsync(member, run.RunId, 0, cancellationToken))
            asked.Take(happened);
    }

    private async Task<(IReadOnlyList<EvalReason> Reasons, IReadOnlyList<string> ExtraColumns)> JudgeAsync(
        Member member, EvalCase one, AskedCase asked, CancellationToken cancellationToken)
    {
        if (asked.Problem is { } problem)
            return (asked.Status == RunStatus.Refused && one.Refuse ? [] : [problem], []);
        var table = asked.Table is { } artifact ? await _results.FindAsync(member, artifact.ResultId, cancellationToken) : null;
        if (one.Refuse)
            return (table is null ? [] : [new(EvalReasonCode.Answered, $"It should be refused, and {table.Rows.Count} rows were read.")], []);
        if (table is null)
            return (asked.Refusal is { } refusal ? [new(EvalReasonCode.Refused, refusal)] : [new(EvalReasonCode.NoTable, "The answer has no table.")], []);
        if (table.Truncated)
            return ([new(EvalReasonCode.Cut, $"Its result was cut: {table.CutReason}.")], []);

        var (wanted, bad) = await WantedAsync(member, one, cancellationToken);
        if (bad is not null)
            return ([bad], []);
        var match = TableMatch.Compare(wanted, [.. table.Columns.Select(c => c.Name)], table.Rows, one.Ordered, one.Tolerance);
        return (match.Reasons, match.ExtraColumns);
    }

    private async Task<(IReadOnlyList<string?[]> Rows, EvalReason? Bad)> WantedAsync(Member member, EvalCase one, CancellationToken cancellationToken)
    {
        if (one.Rows is { } rows)
            return (rows, null);
        return await _queries.RunAsync(member, new QueryRequest(one.Sql!, QueryDoor.CommandLine), cancellationToken) switch
        {
            QueryOutcome.Ran { Table: { Truncated: false } table } => (table.Rows, null),
            QueryOutcome.Ran { Table: var cut } => ([], new(EvalReasonCode.Cut, $"The result of the reference SQL was cut: {cut.CutReason}.")),
            var other => ([], new(EvalReasonCode.BadCase, $"The reference SQL did not run: {Words(other)}")),
        };
    }

    private static string Words(QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.NotPermitted no => no.Advice,
        QueryOutcome.RoleNotAccepted no => no.Standing.Advice,
        QueryOutcome.Refused refused => string.Join(" ", refused.Reasons.Select(r => r.Message)),
        QueryOutcome.Failed failed => failed.Advice,
        _ => outcome.GetType().Name,
    };
}
