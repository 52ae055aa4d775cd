using DataAgent.Users;

namespace DataAgent.Web.SignIn;

/// <summary>Answers requests for new passwords while the host runs.</summary>
internal sealed class ResetHosting(ResetRequests requests, PublicAddress address) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await requests.RunAsync(address.Get, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host logs an end that it did not ask for, such as that of a start whose port was taken.
        }
    }
}
