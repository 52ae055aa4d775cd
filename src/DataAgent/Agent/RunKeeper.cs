using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

/// <summary>Goes on with what other processes left: a host starts it after the database is ready and stops it before it ends.</summary>
public sealed partial class RunKeeper : IAsyncDisposable
{
    private readonly RunRescue _rescue;
    private readonly LiveRuns _live;
    private readonly AgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RunKeeper> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task? _sweeping;

    internal RunKeeper(RunRescue rescue, LiveRuns live, AgentOptions options, TimeProvider time, ILogger<RunKeeper> logger) =>
        (_rescue, _live, _options, _time, _logger) = (rescue, live, options, time, logger);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _live.OwnerAsync(cancellationToken);
        _sweeping ??= Task.Run(SweepAsync, CancellationToken.None);
    }

    /// <summary>Takes nothing more, and lets this process's runs go without ending them: another process goes on, or this one after its restart.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_sweeping is not null)
            await _sweeping.WaitAsync(cancellationToken);
        await _live.ReleaseAllAsync().WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(_options.Poll, _time);
        try
        {
            do
            {
                try
                {
                    var taken = await _rescue.SweepAsync(_stopping.Token);
                    if (taken > 0)
                        LogTaken(_logger, taken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Whatever it was: a process that stopped looking would leave others' runs alone for ever.
                    LogNoSweep(_logger, e);
                }
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The host ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Took over {Count} runs whose process is gone")]
    private static partial void LogTaken(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for runs without a process failed")]
    private static partial void LogNoSweep(ILogger logger, Exception exception);
}
