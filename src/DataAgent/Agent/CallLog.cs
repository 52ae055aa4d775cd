using System.Data.Common;
using DataAgent.Conversations;
using DataAgent.Telemetry;
using DataAgent.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

/// <summary>Writes down calls of models that leave no row of the conversation. That one could not be written is no reason to give up the run.</summary>
internal sealed partial class CallLog(UsageStore usage, ILogger<CallLog> logger)
{
    /// <param name="failure">Null: it went well, and nothing of it was kept.</param>
    public async Task AddAsync(RunContext run, ModelCall call, string? failure)
    {
        (call.ProjectId, call.UserId) = (run.Member.Project.Id, run.Member.UserId);
        (call.ConversationId, call.RunId, call.Failure) = (run.Live.Lease.ConversationId, run.Live.Lease.RunId, failure);
        Meters.Count(call);
        try
        {
            await usage.AddAsync(call, CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or DbUpdateException || Patience.IsPassing(e))
        {
            LogNotCounted(logger, run.Live.Lease.RunId, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call of run {Run} could not be written down")]
    private static partial void LogNotCounted(ILogger logger, Guid run, Exception exception);
}
