using System.Collections.Concurrent;
using DataAgent.Conversations;
using DataAgent.Projects;
using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

/// <summary>The runs that this process works on: started, kept alive, stopped, and let go when the process ends.</summary>
internal sealed partial class LiveRuns(
    RunExecutor executor, RunStore runs, MessageLog messages, ProcessLock process, AgentOptions options, TimeProvider time, ILogger<LiveRuns> logger)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, (LiveRun Run, Task Work)> _runs = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _gate = new();
    private Task? _beating;
    private bool _closing;

    /// <summary>This process, ready to own runs.</summary>
    public async Task<Guid> OwnerAsync(CancellationToken cancellationToken)
    {
        await process.EnsureAsync(cancellationToken);
        return process.Owner;
    }

    public LiveRun? Find(Guid runId) => _runs.TryGetValue(runId, out var live) ? live.Run : null;

    /// <param name="isFirst">Nothing was asked before it in the conversation.</param>
    public void Launch(RunLease lease, Member member, StoredMessage question, bool isFirst) =>
        Launch(new LiveRun(lease, member, [question], isResumed: false, messages) { IsFirst = isFirst });

    /// <summary>Goes on with a run that was taken over.</summary>
    public async Task ResumeAsync(ClaimedRun claimed, Member? member, CancellationToken cancellationToken)
    {
        // Read after the claim: from here on only this process appends.
        var rows = await messages.ReadRunAsync(claimed.Lease.ConversationId, claimed.Lease.RunId, cancellationToken);
        var live = new LiveRun(claimed.Lease, member, rows, isResumed: true, messages);
        if (claimed.StopRequested)
            live.Cancel(CancelCause.Stopped);
        Launch(live);
    }

    public void Stop(Guid runId) => Find(runId)?.Cancel(CancelCause.Stopped);

    /// <summary>Lets every run go, so that another process, or the next one, goes on with them.</summary>
    public Task ReleaseAllAsync() => EndAllAsync(CancelCause.Released);

    /// <summary>As if the process had died: nothing is written any more. For tests of what comes after.</summary>
    internal Task AbandonAllAsync() => EndAllAsync(CancelCause.LeaseLost);

    public async ValueTask DisposeAsync()
    {
        await ReleaseAllAsync();
        await _disposed.CancelAsync();
        if (_beating is not null)
            await _beating;
        _disposed.Dispose();
    }

    private void Launch(LiveRun live)
    {
        lock (_gate)
        {
            if (_closing)
                live.Cancel(CancelCause.Released);
            _beating ??= Task.Run(BeatAsync);
            var ready = new TaskCompletionSource();
            _runs[live.Lease.RunId] = (live, Task.Run(async () =>
            {
                await ready.Task;
                await WorkAsync(live);
            }));
            ready.SetResult();
        }
    }

    private async Task WorkAsync(LiveRun live)
    {
        try
        {
            await executor.ExecuteAsync(live);
        }
        catch (Exception e)
        {
            LogBroke(logger, live.Lease.RunId, e);
        }
        finally
        {
            _runs.TryRemove(live.Lease.RunId, out _);
            live.Log.Close();
            live.Dispose();
        }
    }

    private async Task EndAllAsync(CancelCause cause)
    {
        lock (_gate)
            _closing = true;
        var all = _runs.Values.ToArray();
        foreach (var (run, _) in all)
            run.Cancel(cause);
        await Task.WhenAll(all.Select(a => a.Work));
    }

    /// <summary>Renews leases, and looks for stops asked for elsewhere, for leases lost, and for people who lost access.</summary>
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(options.StopCheck, time);
        var renewed = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_disposed.Token))
            {
                var mine = _runs.Values.Select(r => r.Run).ToArray();
                if (mine.Length == 0)
                    continue;
                var renew = time.GetElapsedTime(renewed) >= options.LeaseRenewal;
                if (renew)
                    renewed = time.GetTimestamp();
                await CheckAsync(mine, renew);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task CheckAsync(LiveRun[] mine, bool renew)
    {
        try
        {
            var rows = await runs.CheckAsync(process.Owner, [.. mine.Select(r => r.Lease.RunId)], renew, _disposed.Token);
            foreach (var run in mine)
            {
                if (!rows.TryGetValue(run.Lease.RunId, out var row) || row.Epoch != run.Lease.Epoch)
                    run.Cancel(CancelCause.LeaseLost);
                else if (row.StopRequested)
                    run.Cancel(CancelCause.Stopped);
                else if (!row.IsOfMember)
                    run.Cancel(CancelCause.AccessLost);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next beat comes; without beats the leases would run out.
            LogNoBeat(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leases could not be checked")]
    private static partial void LogNoBeat(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} broke")]
    private static partial void LogBroke(ILogger logger, Guid run, Exception exception);
}
