using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DataAgent.Tests.Queries.Tls;

/// <summary>Someone on the way who says "no TLS here" and then asks for the password in clear; keeps all that it is told.</summary>
internal sealed class DeafServer : IAsyncDisposable
{
    private static readonly byte[] AskForTls = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F];
    private static readonly byte[] AskForPassword = [(byte)'R', 0, 0, 0, 8, 0, 0, 0, 3];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly MemoryStream _heard = new();

    public DeafServer()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What came after the question for TLS.</summary>
    public string Heard => Encoding.Latin1.GetString(_heard.ToArray());

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            var stream = client.GetStream();
            var buffer = new byte[1024];
            int length;
            while ((length = await stream.ReadAsync(buffer, _end.Token)) > 0)
            {
                if (buffer.AsSpan(0, length).SequenceEqual(AskForTls))
                {
                    await stream.WriteAsync("N"u8.ToArray(), _end.Token);
                    continue;
                }

                _heard.Write(buffer, 0, length);
                await stream.WriteAsync(AskForPassword, _end.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        _end.Dispose();
    }
}
