namespace DataAgent.Audit;

/// <summary>The API token that the request in hand came with, as <see cref="CallerAddress"/> is where it came from.</summary>
public static class CallerToken
{
    private static readonly AsyncLocal<string?> _current = new();

    /// <summary>Its name; null: a person is at a page, or at the command line.</summary>
    internal static string? Current => _current.Value;

    /// <inheritdoc cref="CallerAddress.Set"/>
    public static void Set(string? name) => _current.Value = name;
}
