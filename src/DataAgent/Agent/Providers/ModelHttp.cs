using System.Net.Sockets;
using DataAgent.Queries;

namespace DataAgent.Agent.Providers;

/// <summary>The one way to models' servers: nothing is drained after a stop, silence ends a stream, and no redirect is followed.</summary>
internal sealed class ModelHttp(AgentOptions options, HostGuard guard) : IDisposable
{
    private readonly SocketsHttpHandler _platform = Handler();
    private SocketsHttpHandler? _projects;

    /// <summary>A client for one run, with what tells of its last response.</summary>
    /// <param name="repair">Puts right what the server streams.</param>
    /// <param name="instead">Gets the requests; nothing reaches the network.</param>
    public (HttpClient Client, ResponseWatch LastResponse) Create(
        ModelEndpoint endpoint, Func<Stream, Stream>? repair = null, HttpMessageHandler? instead = null)
    {
        var watch = new ResponseWatch(instead ?? (endpoint.IsOfProject ? Judged() : _platform), options.IdleTimeout, repair);
        return (new HttpClient(watch, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, watch);
    }

    public void Dispose()
    {
        _platform.Dispose();
        _projects?.Dispose();
    }

    private static SocketsHttpHandler Handler() => new()
    {
        // Draining would keep a stopped model writing, and costing, for seconds. See SocketsHttpHandler.ResponseDrainTimeout.
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    /// <summary>For addresses that admins of projects entered. A proxy would look names up by itself, after they were judged.</summary>
    private SocketsHttpHandler Judged() => LazyInitializer.EnsureInitialized(ref _projects, () =>
    {
        var handler = Handler();
        handler.UseProxy = false;
        handler.ConnectCallback = ConnectAsync;
        return handler;
    });

    /// <summary>Connects to an address that was judged, so that the name cannot answer differently the next time.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        // An IPv6 address stands in brackets here.
        var verdict = await guard.JudgeAsync(target.Host.Trim('[', ']'), target.Port, cancellationToken, "model");
        if (verdict.Refusal is { } refusal)
            throw ModelFailureException.Lasting(refusal, "");
        var failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in verdict.Addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, target.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                failure = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure;
    }
}
