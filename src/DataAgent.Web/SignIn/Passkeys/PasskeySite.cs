using System.Net;
using DataAgent.Users;

namespace DataAgent.Web.SignIn;

/// <summary>The one address at which this server's passkeys count: the public one, else that of the request. A browser signs for it alone.</summary>
/// <param name="Origin">Scheme, host and port.</param>
/// <param name="Problem">Why no browser uses passkeys there, and what to do; null: they do.</param>
internal sealed record PasskeySite(string Origin, string? Problem)
{
    public static PasskeySite Of(SignInOptions options, HttpRequest request)
    {
        var address = new Uri(options.PublicUrl ?? $"{request.Scheme}://{request.Host}");
        return new(address.GetLeftPart(UriPartial.Authority), ProblemOf(address));
    }

    private static string? ProblemOf(Uri address)
    {
        var isLocal = address.Host == "localhost" || address.Host.EndsWith(".localhost", StringComparison.Ordinal);
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var number))
            return IPAddress.IsLoopback(number)
                ? $"Passkeys need a name in the address, and {address.Host} is a number. On this machine, open {Local(address)} and sign in there."
                : $"Passkeys need a name in the address, and {address.Host} is a number. Whoever runs this server gives it one, with https.";
        return address.Scheme == Uri.UriSchemeHttps || isLocal
            ? null
            : "Passkeys need https. Whoever runs this server sets it up, and SignIn:PublicUrl to its address.";
    }

    private static string Local(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri.GetLeftPart(UriPartial.Authority);
}
