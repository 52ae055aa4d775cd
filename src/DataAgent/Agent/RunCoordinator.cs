using DataAgent.Agent.Providers;
using DataAgent.Conversations;
using DataAgent.Limits;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Telemetry;
using System.Runtime.CompilerServices;

namespace DataAgent.Agent;

/// <summary>What became of a question.</summary>
public abstract record StartOutcome
{
    private StartOutcome() { }

    /// <param name="ParentRunId">The run it goes on from; null: it begins the conversation.</param>
    /// <param name="Title">What the conversation is called now.</param>
    public sealed record Started(Guid RunId, Guid? ParentRunId, string Title) : StartOutcome;

    /// <summary>Another run of the conversation is live: wait for it or stop it.</summary>
    public sealed record Busy(Guid RunId) : StartOutcome;

    /// <summary>No such conversation of the member's own, or no such run in it.</summary>
    public sealed record NotFound : StartOutcome;

    /// <summary>The project's models took what they may in a day; the text says so.</summary>
    public sealed record Limited(string Message, TimeSpan RetryAfter) : StartOutcome;

    /// <summary>Empty or too long; the text says so.</summary>
    public sealed record Invalid(string Message) : StartOutcome;
}

/// <summary>Questions in, events out. A run belongs to its rows: whoever asked may go away, and the process may end.</summary>
public sealed class RunCoordinator
{
    /// <summary>Characters of a question, without blanks around it.</summary>
    public const int MaxQuestionLength = 8_000;

    private readonly LiveRuns _live;
    private readonly RunStore _runs;
    private readonly RunRescue _rescue;
    private readonly MessageLog _messages;
    private readonly ConversationStore _conversations;
    private readonly ModelProviders _providers;
    private readonly ModelBudget _budget;
    private readonly AgentOptions _options;
    private readonly TimeProvider _time;

    internal RunCoordinator(
        LiveRuns live, RunStore runs, RunRescue rescue, MessageLog messages, ConversationStore conversations, ModelProviders providers,
        ModelBudget budget, AgentOptions options, TimeProvider time)
    {
        (_live, _runs, _rescue, _messages) = (live, runs, rescue, messages);
        (_conversations, _providers, _budget, _options, _time) = (conversations, providers, budget, options, time);
    }

    /// <summary>Stores the question and starts to answer it in the background; the caller only watches. Only in the member's own conversations.</summary>
    public Task<StartOutcome> StartAsync(Member member, Guid conversationId, string question, QueryDoor door, CancellationToken cancellationToken) =>
        StartAsync(member, conversationId, question, replaces: null, door, cancellationToken);

    /// <summary>The same for a question that is put anew, in other words or not: it knows what was there before the run it replaces.</summary>
    /// <remarks>What it replaces is kept beside it, with all that was asked after it.</remarks>
    public Task<StartOutcome> ReplaceAsync(
        Member member, Guid conversationId, Guid runId, string question, QueryDoor door, CancellationToken cancellationToken) =>
        StartAsync(member, conversationId, question, runId, door, cancellationToken);

    private async Task<StartOutcome> StartAsync(
        Member member, Guid conversationId, string question, Guid? replaces, QueryDoor door, CancellationToken cancellationToken)
    {
        var text = question.Trim();
        if (text.Length == 0)
            return new StartOutcome.Invalid("Write a question first.");
        if (text.Length > MaxQuestionLength)
            return new StartOutcome.Invalid($"A question may have {MaxQuestionLength:N0} characters; this one has {text.Length:N0}. Shorten it.");
        if (replaces is { } replaced && (await _runs.FindAsync(replaced, cancellationToken))?.ConversationId != conversationId)
            return new StartOutcome.NotFound();
        if (await _budget.FindWaitAsync(member.Project, cancellationToken) is { } wait)
        {
            Meters.LimitMet("model_tokens");
            return new StartOutcome.Limited(
                "The project's models have taken all the tokens of the day. Ask again after midnight UTC, or ask who runs this server for more.", wait);
        }

        var owner = await _live.OwnerAsync(cancellationToken);
        var project = member.Project;
        var started = await _runs.StartAsync(
            member, conversationId, text, replaces, owner, project.LlmProvider, _providers.ModelOf(project), door, cancellationToken);
        if (started is not { Lease: { } lease, Question: { } asked })
            return started.LiveRun is { } other ? new StartOutcome.Busy(other) : new StartOutcome.NotFound();
        _live.Launch(lease, member, asked, isFirst: started.ParentRunId is null);
        return new StartOutcome.Started(lease.RunId, started.ParentRunId, started.Title);
    }

    /// <summary>
    /// Events after <paramref name="afterSeq"/>, live until run.ended. A run of another process or an ended one is told from its rows, a whole row at a time.
    /// Nothing: no such run, or the member may not see it.
    /// </summary>
    public async IAsyncEnumerable<AgentEvent> WatchAsync(
        Member member, Guid runId, long afterSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await FindConversationAsync(member, runId, cancellationToken) is not { } conversationId)
            yield break;

        var seen = afterSeq;
        while (true)
        {
            if (_live.Find(runId) is { } here && here.Log.GoesOnAfter(seen))
            {
                await foreach (var e in here.Log.ReadAsync(seen, cancellationToken))
                {
                    seen = e.Seq;
                    yield return e;
                    if (e is RunEnded)
                        yield break;
                }
            }

            foreach (var e in await ReadAsync(conversationId, runId, seen, cancellationToken))
            {
                seen = e.Seq;
                yield return e;
                if (e is RunEnded)
                    yield break;
            }

            if (_live.Find(runId) is not { } now || !now.Log.GoesOnAfter(seen))
                await Task.Delay(_options.Poll, _time, cancellationToken);
        }
    }

    /// <summary>False: nothing of this conversation is live, or the member may not see it. The run ends a moment later.</summary>
    public async Task<bool> StopAsync(Member member, Guid conversationId, CancellationToken cancellationToken)
    {
        if (!await _conversations.IsVisibleAsync(member, conversationId, cancellationToken)
            || await _runs.RequestStopAsync(conversationId, cancellationToken) is not { } runId)
            return false;
        if (_live.Find(runId) is null)
            await _rescue.TakeIfOwnerIsGoneAsync(runId, cancellationToken);
        _live.Stop(runId);
        return true;
    }

    /// <returns>Null: no such run, or the member may not see it. Who asked sees it without a look into our database.</returns>
    private async Task<Guid?> FindConversationAsync(Member member, Guid runId, CancellationToken cancellationToken)
    {
        if (_live.Find(runId) is { } here && here.IsOf(member))
            return here.Lease.ConversationId;
        return await _runs.FindAsync(runId, cancellationToken) is { } run
            && await _conversations.IsVisibleAsync(member, run.ConversationId, cancellationToken)
            ? run.ConversationId
            : null;
    }

    /// <remarks>The status is read before the rows: an ended run has all of them. Our own database may be away for a moment.</remarks>
    private async Task<IReadOnlyList<AgentEvent>> ReadAsync(Guid conversationId, Guid runId, long seen, CancellationToken cancellationToken)
    {
        try
        {
            var current = await _runs.FindAsync(runId, cancellationToken);
            if (current is null)
                return [new RunEnded(RunStatus.Stopped, "The conversation was deleted.") { Seq = seen + 1 }];
            var rows = await _messages.ReadRunAsync(conversationId, runId, cancellationToken);
            var events = RunReplay.Tell(runId, conversationId, rows, seen);
            return current.Status == RunStatus.Running ? [.. events] : [.. events, RunReplay.End(rows.Count, current.Status, current.Detail)];
        }
        catch (Exception e) when (Patience.IsPassing(e))
        {
            return [];
        }
    }
}
