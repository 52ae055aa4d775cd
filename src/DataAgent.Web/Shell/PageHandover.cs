using System.Collections.Concurrent;

namespace DataAgent.Web.Shell;

/// <summary>
/// Carries what a prerendered page has loaded over to the circuit that takes it on a moment later, so that the page neither
/// blinks back to "loading" nor reads everything twice. Kept for seconds, for the same person and address, and taken once.
/// </summary>
public sealed class PageHandover(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<(Guid UserId, string Key), (object Value, DateTimeOffset Until)> _kept = new();

    public void Keep(Guid userId, string key, object value)
    {
        var now = time.GetUtcNow();
        foreach (var (old, entry) in _kept)
        {
            if (entry.Until < now)
                _kept.TryRemove(old, out _);
        }

        _kept[(userId, key)] = (value, now + Life);
    }

    public T? Take<T>(Guid userId, string key) where T : class =>
        _kept.TryRemove((userId, key), out var entry) && entry.Until >= time.GetUtcNow() ? entry.Value as T : null;
}
