using DataAgent.Agent;
using DataAgent.SqlGuard;

namespace DataAgent.Web.Shell;

/// <summary>Goes on with runs that another process left, and lets go of ours when the host stops. Compiles the guard's parser meanwhile.</summary>
internal sealed class RunHosting(RunKeeper keeper, Guard guard) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(guard.WarmUp, CancellationToken.None);
        return keeper.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => keeper.StopAsync(cancellationToken);
}
