namespace DataAgent.Data;

/// <summary>What this platform did once and never does again, whatever becomes of it later.</summary>
internal sealed class Milestone
{
    /// <summary>The demo project was made.</summary>
    public const string Demo = "demo project";

    public required string Name { get; init; }
    public DateTimeOffset At { get; init; }
}
