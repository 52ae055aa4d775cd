using DataAgent.Agent.Providers;

namespace DataAgent.Agent;

/// <summary>How long to wait before a model is asked again.</summary>
internal static class RetryPause
{
    /// <exception cref="ModelFailureException">Not again: that was the last try, or the provider asks for too long a wait.</exception>
    public static TimeSpan After(ModelFailureException failure, int attempt, AgentOptions options)
    {
        if (attempt >= options.MaxAttempts)
            throw ModelFailureException.Lasting(failure.Reason, $"{attempt} tries failed. Ask again in a minute.", failure);
        var spread = 0.75 + (Random.Shared.NextDouble() / 2);
        var backOff = Math.Min(8, options.FirstRetryWait.TotalSeconds * Math.Pow(2, attempt - 1)) * spread;
        var wait = failure.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : TimeSpan.FromSeconds(backOff);
        return wait <= options.MaxRetryWait
            ? wait
            : throw ModelFailureException.Lasting(
                failure.Reason, $"It asks to wait {Math.Ceiling(wait.TotalSeconds)} seconds. Ask again then.", failure);
    }
}
