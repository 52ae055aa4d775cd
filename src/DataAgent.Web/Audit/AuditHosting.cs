using DataAgent.Audit;

namespace DataAgent.Web.Audit;

/// <summary>Lets old entries go while the host runs, where the operator has set for how long they stay.</summary>
internal sealed class AuditHosting(AuditRetention retention) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => retention.RunAsync(stoppingToken);
}
