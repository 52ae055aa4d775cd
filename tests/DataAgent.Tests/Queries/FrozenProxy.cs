using System.Net;
using System.Net.Sockets;

namespace DataAgent.Tests.Queries;

/// <summary>Stands between the platform and a PostgreSQL server, and can stop passing anything on: a network that died.</summary>
internal sealed class FrozenProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpClient> _clients = [];
    private volatile bool _isFrozen;

    public FrozenProxy(int serverPort)
    {
        _listener.Start();
        _ = AcceptAsync(serverPort);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Freeze() => _isFrozen = true;

    /// <summary>Works again for new connections; those of before are reset.</summary>
    public void Thaw()
    {
        _isFrozen = false;
        foreach (var client in _clients.ToArray())
            client.Dispose();
    }

    private async Task AcceptAsync(int serverPort)
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, serverPort, _end.Token);
            _clients.AddRange([client, server]);
            _ = PassAsync(client.GetStream(), server.GetStream());
            _ = PassAsync(server.GetStream(), client.GetStream());
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        int length;
        while ((length = await from.ReadAsync(buffer, _end.Token)) > 0)
            if (!_isFrozen)
                await to.WriteAsync(buffer.AsMemory(0, length), _end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        foreach (var client in _clients)
            client.Dispose();
        _end.Dispose();
    }
}
