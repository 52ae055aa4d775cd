using System.Net;
using System.Net.Sockets;

namespace DataAgent.Queries;

/// <summary>Does anybody answer at a database's address? Signs in nowhere.</summary>
public sealed class HostReach(HostGuard guard, QueryOptions options)
{
    /// <returns>Why not, with what to do; null when somebody answers.</returns>
    public async Task<string?> WhyNotAsync(string host, int port, CancellationToken cancellationToken)
    {
        var verdict = await guard.JudgeAsync(host, port, cancellationToken);
        if (verdict.Refusal is { } refusal)
            return refusal;
        foreach (var address in verdict.Addresses)
            if (await AnswersAsync(address, port, cancellationToken))
                return null;
        return $"Nobody answers at {host}, port {port}. Check both, that the server runs, and that its firewall lets this machine in.";
    }

    private async Task<bool> AnswersAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(address, port, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
