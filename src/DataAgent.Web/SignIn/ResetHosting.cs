using DataAgent.Users;

namespace DataAgent.Web.SignIn;

/// <summary>Answers requests for new passwords while the host runs.</summary>
internal sealed class ResetHosting(ResetRequests requests, PublicAddress address) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => requests.RunAsync(address.Get, stoppingToken);
}
