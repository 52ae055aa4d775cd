using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace DataAgent.Queries;

/// <summary>May the platform connect to this host? The hosts of a project's database and of its model are user input, and the platform stands inside somebody's network.</summary>
/// <remarks>
/// The name is looked up once, every address is judged, and the caller connects to the address itself: no second look-up, so a name
/// cannot answer differently the next time.
/// </remarks>
public sealed class HostGuard(QueryOptions options)
{
    private const int MaxNameLength = 253;

    // No comma (a list of hosts to Npgsql), no slash and no @ (socket paths).
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:_");

    private static readonly IPNetwork[] Never = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "fe80::/10", "ff00::/8", "64:ff9b::/96", "2002::/16", "2001::/32",
        // Metadata services outside link-local: Azure, Alibaba, AWS over IPv6.
        "168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::/32");

    private static readonly IPNetwork[] Private = Networks(
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7");

    private readonly IPNetwork[] _allowed = Networks([.. options.AllowedNetworks]);

    /// <param name="whose">For the sentence of a refusal.</param>
    public async Task<HostVerdict> JudgeAsync(string host, int port, CancellationToken cancellationToken, string whose = "database")
    {
        if (host.Length is 0 or > MaxNameLength || host.AsSpan().ContainsAnyExcept(NameCharacters))
            return HostVerdict.Refused($"The {whose} host is not a host name or address. Ask a project admin to correct it.");
        if (port is < 1 or > 65535)
            return HostVerdict.Refused($"The {whose} port is not between 1 and 65535. Ask a project admin to correct it.");

        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(options.ConnectTimeout, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            addresses = [];
        }

        return Judge(addresses, whose);
    }

    /// <summary>One bad address spoils the name: it is how a name would be made to point inside.</summary>
    internal HostVerdict Judge(IReadOnlyList<IPAddress> addresses, string whose = "database")
    {
        var plain = addresses.Select(a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a).Distinct().ToArray();
        if (plain.Any(a => Holds(Never, a)))
            return HostVerdict.Refused($"The {whose} host is at an address that is never allowed (link-local, metadata or reserved). Ask a project admin to correct it.");
        if (!options.AllowPrivateAddresses && plain.Any(a => Holds(Private, a) && !Holds(_allowed, a)))
            return HostVerdict.Refused($"The {whose} host is at a private address, which this platform does not allow. Ask its operator to allow that network.");
        return new HostVerdict(plain, null);
    }

    private static bool Holds(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, n => n.Contains(address));

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, IPNetwork.Parse);
}

/// <param name="Addresses">Where to connect; empty when refused or when the name is unknown.</param>
/// <param name="Refusal">Our own sentence; <c>null</c> when the platform may connect.</param>
public sealed record HostVerdict(IReadOnlyList<IPAddress> Addresses, string? Refusal)
{
    internal static HostVerdict Refused(string reason) => new([], reason);
}
