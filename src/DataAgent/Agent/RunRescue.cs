using DataAgent.Conversations;
using DataAgent.Projects;

namespace DataAgent.Agent;

/// <summary>Takes over runs whose process is gone.</summary>
internal sealed class RunRescue(LiveRuns live, RunStore runs, ProjectAccess access, AgentOptions options, TimeProvider time)
{
    private readonly Dictionary<(Guid Run, int Epoch), long> _absentSince = [];

    /// <summary>Takes every run that was let go, whose lease ran out, or whose owner's process lock is missing for a while.</summary>
    /// <returns>How many.</returns>
    /// <remarks>Called by one caller at a time.</remarks>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var me = await live.OwnerAsync(cancellationToken);
        var others = (await runs.ListOthersAsync(me, cancellationToken)).Where(r => live.Find(r.Id) is null).ToList();
        var absent = others.Where(r => !r.OwnerIsPresent).Select(r => (r.Id, r.Epoch)).ToHashSet();
        foreach (var back in _absentSince.Keys.Where(k => !absent.Contains(k)).ToList())
            _absentSince.Remove(back);

        var taken = 0;
        foreach (var run in others.Where(r => r.IsFree || IsAbsentForLong(r)))
        {
            if (await TakeAsync(run, me, cancellationToken))
                taken++;
        }

        return taken;
    }

    /// <summary>At once, without waiting whether the owner comes back: for a run that is to be stopped anyway.</summary>
    public async Task TakeIfOwnerIsGoneAsync(Guid runId, CancellationToken cancellationToken)
    {
        var me = await live.OwnerAsync(cancellationToken);
        var run = (await runs.ListOthersAsync(me, cancellationToken)).FirstOrDefault(r => r.Id == runId);
        if (run is not null && (run.IsFree || !run.OwnerIsPresent))
            await TakeAsync(run, me, cancellationToken);
    }

    private bool IsAbsentForLong(LiveRunRow run)
    {
        if (run.OwnerIsPresent)
            return false;
        var key = (run.Id, run.Epoch);
        if (!_absentSince.TryGetValue(key, out var since))
            _absentSince[key] = since = time.GetTimestamp();
        return time.GetElapsedTime(since) >= options.OwnerAbsence;
    }

    private async Task<bool> TakeAsync(LiveRunRow run, Guid me, CancellationToken cancellationToken)
    {
        if (await runs.ClaimAsync(run.Id, run.Epoch, me, cancellationToken) is not { } claimed)
            return false;
        // Claimed it is ours: nobody else looks after it while the database is away.
        var member = await Patience.RetryAsync(
            () => access.FindMemberAsync(claimed.UserId, claimed.ProjectSlug, cancellationToken),
            options.DatabasePatience, time, cancellationToken);
        await live.ResumeAsync(claimed, member, cancellationToken);
        return true;
    }
}
