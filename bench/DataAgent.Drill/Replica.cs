using System.Diagnostics;
using DataAgent.Testing;

namespace DataAgent.Drill;

/// <summary>One process of the product at an address of its own, which it keeps over all its lives.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly string _log;
    private readonly ProcessStartInfo _start;
    private Process? _process;

    public Replica(string name, string product, IEnumerable<string> settings, string folder)
    {
        (Name, Url) = (name, $"http://127.0.0.1:{UnusedPort.Find()}");
        _log = Path.Combine(folder, $"{name}.log");
        // A shell in between writes the log, so that no pipe of ours fills up while the process is held.
        const string Run = "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1";
        _start = new ProcessStartInfo("/bin/sh", ["-c", Run, "sh", _log, "dotnet", product, $"--urls={Url}", .. settings])
        {
            WorkingDirectory = Path.GetDirectoryName(product)!,
        };
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            BaseAddress = new Uri(Url),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public string Name { get; }

    public string Url { get; }

    public HttpClient Http { get; }

    /// <summary>It answers, and nobody is tormenting it.</summary>
    public bool IsReady { get; private set; }

    public string LogText => File.Exists(_log) ? File.ReadAllText(_log) : "";

    /// <summary>As a supervisor does: again when it ends, for its database may be away just then.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await StartOnceAsync(cancellationToken); attempt++)
        {
            if (attempt == Attempts)
                throw new InvalidOperationException($"{Name} ended with code {_process!.ExitCode}:\n{Tail()}");
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }

        IsReady = true;
    }

    /// <summary>No new question comes here from now on.</summary>
    public void TakeOut() => IsReady = false;

    public void PutBack() => IsReady = true;

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <returns>False: it had to be killed.</returns>
    public async Task<bool> WaitForEndAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            await _process!.WaitForExitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _process!.Kill();
            await _process.WaitForExitAsync(cancellationToken);
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        TakeOut();
        Http.Dispose();
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <returns>False: it ended instead.</returns>
    private async Task<bool> StartOnceAsync(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _process = Process.Start(_start)!;
        while (!await AnswersAsync(cancellationToken))
        {
            if (_process.HasExited)
                return false;
            await Task.Delay(100, cancellationToken);
        }

        return true;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync("/readyz", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private string Tail() => string.Join('\n', LogText.Split('\n').TakeLast(10));
}
