using System.Net;
using System.Net.Sockets;

namespace DataAgent.Web.Tests.Browser;

/// <summary>A network between a browser and the product that can be pulled out and put back.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly Uri _product;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<TcpClient> _ends = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private bool _isOut;

    public Cable(string product)
    {
        _product = new Uri(product);
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>All connections end at once; new ones are cut as soon as they are there.</summary>
    public void PullOut()
    {
        lock (_gate)
        {
            _isOut = true;
            _ends.ForEach(end => end.Dispose());
            _ends.Clear();
        }
    }

    public void PutBack()
    {
        lock (_gate)
            _isOut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        PullOut();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var browser = await _listener.AcceptTcpClientAsync(_closing.Token);
            var product = new TcpClient();
            lock (_gate)
            {
                if (_isOut)
                {
                    browser.Dispose();
                    product.Dispose();
                    continue;
                }

                _ends.AddRange([browser, product]);
            }

            _ = CarryAsync(browser, product);
        }
    }

    private async Task CarryAsync(TcpClient browser, TcpClient product)
    {
        try
        {
            await product.ConnectAsync(_product.Host, _product.Port, _closing.Token);
            await Task.WhenAny(
                browser.GetStream().CopyToAsync(product.GetStream(), _closing.Token), product.GetStream().CopyToAsync(browser.GetStream(), _closing.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It was pulled out.
        }

        browser.Dispose();
        product.Dispose();
    }
}
