using DataAgent.Agent;
using DataAgent.Queries;

namespace DataAgent.Bench.Agent;

internal static class Runs
{
    /// <summary>Asks and watches to the end.</summary>
    /// <returns>The run.</returns>
    public static async Task<Guid> AskAsync(BenchHost host, Guid conversation, string question)
    {
        var runs = host.Get<RunCoordinator>();
        var started = (StartOutcome.Started)await runs.StartAsync(host.Member, conversation, question, QueryDoor.Http, default);
        await foreach (var happened in runs.WatchAsync(host.Member, started.RunId, 0, default))
        {
            if (happened is RunEnded { Status: not RunStatus.Done } ended)
                throw new InvalidOperationException($"The run did not end well: {ended}");
        }

        return started.RunId;
    }
}
