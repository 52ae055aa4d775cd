using System.Diagnostics;
using System.Text.Json;

namespace DataAgent.Bench.Pages;

/// <summary>The other process: see <see cref="Browser"/>.</summary>
internal sealed class BrowserProcess : IAsyncDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(Browser).Assembly.Location, Browser.Command])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public async Task<PageSight> DoAsync(PageOrder order)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order));
        return JsonSerializer.Deserialize<PageSight>(
            await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The browser's process ended."))!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
