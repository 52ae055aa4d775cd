namespace DataAgent.SqlGuard.Tests;

/// <summary>One guard for all tests, as a host has one.</summary>
public sealed class WarmGuard : IDisposable
{
    public Guard Guard { get; } = new();

    public void Dispose() => Guard.Dispose();
}
