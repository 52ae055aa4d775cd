using System.Diagnostics;
using DataAgent.Embedded;
using DataAgent.Testing;
using DataAgent.Tests.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(ClusterTemplate))]

namespace DataAgent.Tests.Embedded;

/// <summary>A data folder made once and copied for each test, which takes a tenth of the time of making it.</summary>
public sealed class ClusterTemplate : IAsyncDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"dataagent-template-{Guid.NewGuid():n}");
    private readonly Lazy<Task> _made;

    public ClusterTemplate() => _made = new Lazy<Task>(MakeAsync);

    internal async Task CopyToAsync(string root, CancellationToken cancellationToken)
    {
        await _made.Value;
        var folder = Directory.CreateDirectory(Path.Combine(root, "postgres")).FullName;
        string[] parts = [.. Directory.GetDirectories(Path.Combine(_root, "postgres"), "data-*"), Path.Combine(_root, "postgres", "secret")];
        using var copy = Process.Start("cp", ["-a", .. parts, folder]);
        await copy.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, copy.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task MakeAsync()
    {
        var options = new EmbeddedPostgresOptions { Root = _root, BinDir = PostgresServer.BinDir, Durable = false };
        await using (await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None))
        {
        }
    }
}
