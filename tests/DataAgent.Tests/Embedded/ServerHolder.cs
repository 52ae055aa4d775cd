using System.Diagnostics;
using System.Runtime.CompilerServices;
using DataAgent.Embedded;
using DataAgent.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAgent.Tests.Embedded;

/// <summary>Another process that holds the server of a folder until it is killed: this program, started anew with a variable set.</summary>
internal sealed class ServerHolder : IDisposable
{
    private const string Variable = "DATAAGENT_TEST_HOLD_SERVER";

    private readonly Process _process;

    private ServerHolder(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>Starts the process and does not wait for its server.</summary>
    public static ServerHolder Begin(string root, string? account = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, WorkingDirectory = "/", UserName = account ?? "" };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ServerHolder).Assembly.Location);
        start.Environment[Variable] = root;
        return new ServerHolder(Process.Start(start)!);
    }

    /// <returns>With the pid of the server, which answers.</returns>
    public static async Task<(ServerHolder Holder, int ServerPid)> StartAsync(string root, CancellationToken cancellationToken, string? account = null)
    {
        var holder = Begin(root, account);
        var line = await holder._process.StandardOutput.ReadLineAsync(cancellationToken);
        return (holder, int.Parse(line ?? throw new InvalidOperationException("The other process ended before its server was ready.")));
    }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void HoldWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } root)
            return;
        var options = new EmbeddedPostgresOptions { Root = root, BinDir = PostgresServer.BinDir, Durable = false };
        var postgres = EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None).GetAwaiter().GetResult();
        Console.WriteLine(postgres.ServerPid);
        Thread.Sleep(Timeout.Infinite);
    }
}
