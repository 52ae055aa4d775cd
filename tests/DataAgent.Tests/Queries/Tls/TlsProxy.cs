using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DataAgent.Tests.Queries.Tls;

/// <summary>Gives a PostgreSQL server without TLS a TLS door: with the certificate given, or one for "localhost" that it signed itself.</summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    private const int SslRequestLength = 8;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2 _certificate;

    // Offline: the proxy itself fetches nothing.
    private readonly SslStreamCertificateContext _context;

    public TlsProxy(int serverPort, X509Certificate2? certificate = null)
    {
        _certificate = certificate ?? SignItself();
        _context = SslStreamCertificateContext.Create(_certificate, null, offline: true);
        _listener.Start();
        _ = AcceptAsync(serverPort);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The name a client said it wants to talk to.</summary>
    public string? RequestedName { get; private set; }

    private static X509Certificate2 SignItself()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task AcceptAsync(int serverPort)
    {
        while (!_end.IsCancellationRequested)
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), serverPort);
    }

    private async Task ServeAsync(TcpClient client, int serverPort)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, serverPort, _end.Token);
            await client.GetStream().ReadExactlyAsync(new byte[SslRequestLength], _end.Token);
            await client.GetStream().WriteAsync("S"u8.ToArray(), _end.Token);
            await using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    RequestedName = hello.ServerName;
                    return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = _context });
                },
                null, _end.Token);
            await Task.WhenAny(secure.CopyToAsync(server.GetStream(), _end.Token), server.GetStream().CopyToAsync(secure, _end.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        _certificate.Dispose();
        _end.Dispose();
    }
}
