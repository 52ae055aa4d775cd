using System.Diagnostics;
using System.Text.Json;

namespace DataAgent.Bench.Agent;

/// <summary>The other process: see <see cref="Outside"/>.</summary>
internal sealed class OutsideProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OutsideProcess(Process process, string modelUrl) => (_process, ModelUrl) = (process, modelUrl);

    public string ModelUrl { get; }

    public static async Task<OutsideProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(Outside).Assembly.Location, Outside.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new(process, await ReadAsync(process));
    }

    public async Task<Borne> BearAsync(Load load)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(load));
        return JsonSerializer.Deserialize<Borne>(await ReadAsync(_process))!;
    }

    /// <summary>Answers that do not end, while <paramref name="work"/> is done.</summary>
    public async Task HoldAsync(Load load, Action work)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(load));
        if (await ReadAsync(_process) is not "held" and var other)
            throw new InvalidOperationException(other);
        work();
        await _process.StandardInput.WriteLineAsync("release");
        await ReadAsync(_process);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<string> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The other process ended.");
}
