using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace DataAgent.Testing;

/// <param name="From">Of the envelope, as <paramref name="To"/>.</param>
/// <param name="Login">What the sender signed in with, <c>user:password</c>; null when it did not.</param>
public sealed record ReceivedMail(string From, string To, string? Login, string Data);

/// <summary>A mail server on this machine that keeps what it is given. It speaks enough of RFC 5321 for a real client.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<ReceivedMail> _mails = Channel.CreateUnbounded<ReceivedMail>();
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _login;
    private readonly Task _accepting;

    /// <param name="login"><c>user:password</c> that it demands; null: it asks for none.</param>
    public SmtpListener(string? login = null)
    {
        _login = login;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients said, the password too: nothing may be said that TLS should have hidden.</summary>
    public List<string> Heard { get; } = [];

    public int Waiting => _mails.Reader.Count;

    public async Task<ReceivedMail> NextAsync(CancellationToken cancellationToken) => await _mails.Reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested || e is SocketException or IOException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        string from = "", to = "";
        string? login = null;
        await writer.WriteLineAsync("220 listener");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Heard.Add(line);
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-listener\r\n250-8BITMIME\r\n250 AUTH PLAIN");
                    break;
                case "AUTH":
                    login = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])).TrimStart('\0').Replace('\0', ':');
                    await writer.WriteLineAsync(login == _login ? "235 welcome" : "535 no");
                    break;
                case "MAIL":
                    from = Address(line);
                    await writer.WriteLineAsync(_login is not null && login != _login ? "530 sign in first" : "250 ok");
                    break;
                case "RCPT":
                    to = Address(line);
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    _mails.Writer.TryWrite(new ReceivedMail(from, to, login, await ReadDataAsync(reader)));
                    await writer.WriteLineAsync("250 kept");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("502 not here");
                    break;
            }
        }
    }

    private async Task<string> ReadDataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line and not ".")
            text.AppendLine(line.StartsWith('.') ? line[1..] : line);
        return text.ToString();
    }

    private static string Address(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
}
