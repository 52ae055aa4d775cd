using System.ComponentModel;
using DataAgent.Agent;
using DataAgent.Agent.Tools;
using DataAgent.Projects;
using Microsoft.Extensions.AI;
using Npgsql;

namespace DataAgent.Tests.Agent;

/// <summary>A tool that returns what it is told, and counts.</summary>
internal sealed class EchoTool : IAgentTool
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>How many of its first calls find the platform's database starting, as after its restart.</summary>
    public int Starting { get; init; }

    public AIFunction Function => field ??= ToolFunction.Create(Run, "echo");

    [Description("Echoes.")]
    private ToolOutcome Run(string text, ToolContext context)
    {
        if (Interlocked.Increment(ref _calls) <= Starting)
            throw new PostgresException("starting up", "FATAL", "FATAL", "57P03");
        return new($"{context.Member.Role} says {text}");
    }
}

/// <summary>A tool that works until it is let go or stopped.</summary>
internal sealed class SlowTool(Role leastRole = Role.Viewer, TimeSpan? timeout = null) : IAgentTool
{
    private readonly TaskCompletionSource _started = new();
    private readonly TaskCompletionSource _go = new();

    public Task Started => _started.Task;
    public bool WasCancelled { get; private set; }

    public AIFunction Function => field ??= ToolFunction.Create(RunAsync, "slow");

    public Role LeastRole => leastRole;

    public TimeSpan Timeout(Project project, AgentOptions options) => timeout ?? options.ToolTimeout;

    public void LetGo() => _go.TrySetResult();

    [Description("Takes its time.")]
    private async Task<ToolOutcome> RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        try
        {
            await _go.Task.WaitAsync(cancellationToken);
            return new("slow is done");
        }
        catch (OperationCanceledException)
        {
            WasCancelled = true;
            throw;
        }
    }
}

/// <summary>A tool with a bug.</summary>
internal sealed class BrokenTool : IAgentTool
{
    public AIFunction Function => field ??= ToolFunction.Create(Run, "broken");

    [Description("Fails.")]
    private static ToolOutcome Run(ToolContext context) => throw new InvalidOperationException("secret of the inside");
}

/// <summary>Named like the echo, but never answers.</summary>
internal sealed class HangingEcho : IAgentTool
{
    public AIFunction Function => field ??= ToolFunction.Create(RunAsync, "echo");

    [Description("Hangs.")]
    private static async Task<ToolOutcome> RunAsync(string text, CancellationToken cancellationToken)
    {
        await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
        return new(text);
    }
}
