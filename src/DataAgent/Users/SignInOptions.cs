using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Users;

/// <summary>By which ways people sign in, besides passwords and links. Section <c>SignIn</c>.</summary>
public sealed record SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>Where people find the product, for links in mails; null: the address it listens on.</summary>
    /// <remarks>Never taken from a request: whoever sends one says what host it is for.</remarks>
    public string? PublicUrl { get; init; }

    /// <summary>May a provider's sign-in or the trusted header make an account for somebody who has none?</summary>
    public bool AllowNewUsers { get; init; }

    /// <summary>By a name that stands in addresses and beside linked sign-ins: another name is another provider.</summary>
    public IReadOnlyDictionary<string, ProviderOptions> Providers { get; init; } = new Dictionary<string, ProviderOptions>();

    public TrustedHeaderOptions TrustedHeader { get; init; } = new();

    /// <exception cref="FormatException">An unknown setting, or a value that does not fit; the message says which, and shows no secret.</exception>
    public static SignInOptions From(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(Section).Get<SignInOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new SignInOptions();
            if (options.TrustedHeader.Name is not null && bool.TryParse(configuration["FORWARDEDHEADERS_ENABLED"], out var everybody) && everybody)
                throw new FormatException(
                    "ASPNETCORE_FORWARDEDHEADERS_ENABLED takes anybody's word for the address that a request comes from, so SignIn:TrustedHeader would be open to all. "
                    + "Unset it: the proxies in SignIn:TrustedHeader:Proxies are listened to without it.");
            return options.Problem is { } problem ? throw new FormatException(problem) : options;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"The section {Section} of the configuration has a setting that does not exist or does not fit: {e.Message}", e);
        }
    }

    private string? Problem
    {
        get
        {
            if (PublicUrl is not null && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
                return $"{Section}:{nameof(PublicUrl)} must be an address such as https://data.example.com.";
            return Providers.Select(one => one.Value.Problem(one.Key)).FirstOrDefault(problem => problem is not null) ?? TrustedHeader.Problem;
        }
    }
}

public enum ProviderKind { Oidc, Google, GitHub }

/// <summary>A provider that vouches for people. Section <c>SignIn:Providers:&lt;name&gt;</c>.</summary>
public sealed record ProviderOptions
{
    public ProviderKind? Kind { get; init; }

    /// <summary>The issuer; for GitHub the server. Google and GitHub have defaults.</summary>
    public string? Authority { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>What the button says; by default the name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Domains of verified addresses that may sign in; empty: all.</summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    public string Server => (Authority ?? Kind switch
    {
        ProviderKind.Google => "https://accounts.google.com",
        ProviderKind.GitHub => "https://github.com",
        _ => "",
    }).TrimEnd('/');

    public bool Allows(string email) =>
        AllowedDomains.Count == 0 || AllowedDomains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);

    internal string? Problem(string name)
    {
        var place = $"{SignInOptions.Section}:Providers:{name}";
        if (name.Length > 40 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return $"{place}: name a provider with lower-case letters, digits and hyphens.";
        if (Kind is null)
            return $"{place}:Kind must be oidc, google or github.";
        if (string.IsNullOrWhiteSpace(ClientId) || string.IsNullOrWhiteSpace(ClientSecret))
            return $"{place} needs a ClientId and a ClientSecret.";
        // In clear, anybody on the way could answer for the provider; on the same machine nobody is on the way.
        return Uri.TryCreate(Server, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
            ? null
            : $"{place}:Authority must be an https:// address, such as https://login.example.com/realms/staff.";
    }
}

/// <summary>A proxy in front that has signed the person in. Section <c>SignIn:TrustedHeader</c>; off unless both are set.</summary>
public sealed record TrustedHeaderOptions
{
    /// <summary>The header that holds the person's e-mail address; null: none is looked at.</summary>
    public string? Name { get; init; }

    /// <summary>Addresses of the proxies, single or in CIDR notation. From them alone the header and forwarded ones are taken.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Parsed, with a single address as a network of one.</summary>
    public IReadOnlyList<IPNetwork> Networks => [.. Proxies.Select(Parse).OfType<IPNetwork>()];

    /// <param name="peer">Who opened the connection, whatever headers say.</param>
    public bool Trusts(IPAddress? peer)
    {
        if (peer is null)
            return false;
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return Networks.Any(network => network.Contains(address));
    }

    internal string? Problem
    {
        get
        {
            if (Proxies.FirstOrDefault(proxy => Parse(proxy) is null) is { } wrong)
                return $"{SignInOptions.Section}:TrustedHeader:Proxies has \"{wrong}\": give addresses such as 10.0.0.7 or 10.0.0.0/24.";
            return Name is not null && Proxies.Count == 0
                ? $"{SignInOptions.Section}:TrustedHeader:Name is set without Proxies: list the addresses of the proxies that may send it."
                : null;
        }
    }

    private static IPNetwork? Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        if (!IPAddress.TryParse(text, out var address))
            return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return new IPNetwork(address, 128);
        // "10.0.0" is an address too, by the rules of old, and hardly what is meant.
        return text.Count(c => c == '.') == 3 ? new IPNetwork(address, 32) : null;
    }
}
