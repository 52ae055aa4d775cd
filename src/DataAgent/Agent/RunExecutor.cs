using DataAgent.Agent.Prompts;
using DataAgent.Agent.Providers;
using DataAgent.Agent.Tools;
using DataAgent.Conversations;
using DataAgent.Credentials;
using DataAgent.Dictionary;
using DataAgent.Queries;
using DataAgent.Telemetry;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Agent;

/// <summary>Works on a run until it ends, and sees to it that it ends once, with a reason in words.</summary>
internal sealed partial class RunExecutor(
    AgentLoop loop, DictionaryStore dictionaries, ModelProviders providers, ToolBox tools, MessageLog messages, RunStore runs,
    AgentOptions options, TimeProvider time, ILogger<RunExecutor> logger)
{
    private const string AccessLost = "You are no longer a member of this project, or it was archived, so this was stopped.";

    public async Task ExecuteAsync(LiveRun live)
    {
        using var span = Spans.Run(live.Lease, live.Member, live.IsResumed);
        using var counted = Meters.RunStarted(live.IsResumed);
        var started = time.GetTimestamp();
        var end = await EndOfAsync(live);
        span.End(end);
        Meters.RunEnded(Meters.StatusOf(end?.Status), time.GetElapsedTime(started));
        try
        {
            if (end is not null)
                await EndAsync(live, end);
            else if (live.CancelCause == CancelCause.Released)
                await runs.ReleaseAsync(live.Lease, CancellationToken.None);
        }
        catch (LeaseLostException)
        {
            // Whoever has the run now ends it.
        }
        catch (NpgsqlException e)
        {
            // Its lease runs out, and it is taken up again from its rows.
            LogEndNotKept(logger, live.Lease.RunId, e);
        }
    }

    /// <returns>Null: the run is not ours to end.</returns>
    private async Task<RunEnd?> EndOfAsync(LiveRun live)
    {
        try
        {
            return await WorkAsync(live);
        }
        catch (LeaseLostException)
        {
            return null;
        }
        catch (OperationCanceledException) when (live.CancelCause != CancelCause.None)
        {
            return live.CancelCause switch
            {
                CancelCause.Stopped => new(RunStatus.Stopped),
                CancelCause.AccessLost => new(RunStatus.Failed, AccessLost),
                CancelCause.Deadline => new(
                    RunStatus.Failed, $"It took longer than {options.RunDeadline.TotalMinutes:0.#} minutes and was stopped. Ask for less at a time."),
                _ => null,
            };
        }
        catch (ModelFailureException e)
        {
            LogModelFailed(logger, live.Lease.RunId, e);
            return new(e.IsRefusal ? RunStatus.Refused : RunStatus.Failed, e.Message);
        }
        catch (Exception e) when (e is DictionaryException or ProjectDatabaseException or CredentialException)
        {
            // Their messages are ours and say what to do.
            LogNoDatabase(logger, live.Lease.RunId, e);
            return new(RunStatus.Failed, e.Message);
        }
        catch (Exception e)
        {
            var id = Guid.NewGuid();
            LogFailed(logger, live.Lease.RunId, id, e);
            return new(
                RunStatus.Failed, $"Something went wrong on our side (id {id:n}). Ask again; if it stays, give the id to whoever runs this platform.");
        }
    }

    private async Task<RunEnd> WorkAsync(LiveRun live)
    {
        using var deadline = time.CreateTimer(_ => live.Cancel(CancelCause.Deadline), null, options.RunDeadline, Timeout.InfiniteTimeSpan);
        Announce(live);
        if (live.Member is not { } member)
            return new(RunStatus.Failed, AccessLost);
        if (live.Lease.Epoch > options.MaxTakeOvers + 1)
            return new(RunStatus.Failed, "The work on this question was interrupted too often and was given up. Ask again.");

        var cancellationToken = live.CancellationToken;
        cancellationToken.ThrowIfCancellationRequested();
        var dictionary = await Patience.RetryAsync(
            () => dictionaries.GetAsync(member, cancellationToken), options.DatabasePatience, time, cancellationToken);
        var model = providers.Choose(member.Project, dictionary);
        using (model.Client)
        {
            Spans.TellPrompt(model.Model, BasePrompt.Version);
            LogPrompt(logger, live.Lease.RunId, model.Model, BasePrompt.Version);
            var prompt = PromptBuilder.Build(member.Project, dictionary);
            return await loop.RunAsync(new(live, member, dictionary, model, prompt.Text, tools.For(member.Role)), cancellationToken);
        }
    }

    private static void Announce(LiveRun live)
    {
        live.Log.Add(new RunStarted(live.Lease.RunId, live.Lease.ConversationId, live.IsResumed));
        if (!live.IsResumed)
            live.Log.Add(new Checkpoint(live.Rows[^1].Seq));
    }

    private async Task EndAsync(LiveRun live, RunEnd end)
    {
        if (live.Ended is { } ended)
        {
            live.Log.Add(new RunEnded(ended.Status, ended.Detail));
            return;
        }

        if (end.Status != RunStatus.Done)
            await CloseCallsAsync(live, end.Status == RunStatus.Stopped ? "stopped by the user" : "the run ended");
        if (await runs.EndAsync(live.Lease, end.Status, end.Detail, CancellationToken.None))
            live.Log.Add(new RunEnded(end.Status, end.Detail));
    }

    /// <remarks>The rows are read: of a run that broke, one may be kept that this process was never told of.</remarks>
    private async Task CloseCallsAsync(LiveRun live, string why)
    {
        var rows = await messages.ReadRunAsync(live.Lease.ConversationId, live.Lease.RunId, CancellationToken.None);
        if (NextMove.OpenCalls(rows) is { Count: > 0 } open)
            await ToolRunner.DeclineAsync(live, rows[^1].Step, open, why);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Run {Run} asks {Model} with base prompt {Version}")]
    private static partial void LogPrompt(ILogger logger, Guid run, string model, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} ended by a failure of its model")]
    private static partial void LogModelFailed(ILogger logger, Guid run, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} found no way to its project's database")]
    private static partial void LogNoDatabase(ILogger logger, Guid run, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} failed ({Id})")]
    private static partial void LogFailed(ILogger logger, Guid run, Guid id, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of run {Run} could not be kept")]
    private static partial void LogEndNotKept(ILogger logger, Guid run, Exception exception);
}
