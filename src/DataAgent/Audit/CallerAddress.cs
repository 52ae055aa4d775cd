using System.Net;

namespace DataAgent.Audit;

/// <summary>Where the request in hand came from. A host sets it once a request; whatever is done for it, also later in the background, knows it.</summary>
public static class CallerAddress
{
    private static readonly AsyncLocal<string?> _current = new();

    /// <summary>Null: nobody called over a network.</summary>
    internal static string? Current => _current.Value;

    /// <summary>For what follows in the method that calls this, and in what that starts.</summary>
    public static void Set(IPAddress? address) => _current.Value = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
}
