namespace DataAgent.Web.Tests;

/// <summary>
/// Names that no other test has. Digits alone: a browser looks for a part of a name, and a random "…badd5…" in an address
/// once was a second button "Add".
/// </summary>
internal static class Unique
{
    private static long _last = DateTime.UtcNow.Ticks;

    public static string Name(string prefix) => $"{prefix}{Interlocked.Increment(ref _last)}";

    public static string Email(string domain = "example.test") => $"{Name("")}@{domain}";
}
