using System.Net;
using System.Text.Encodings.Web;
using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace DataAgent.Web.SignIn;

/// <summary>Takes the word of a listed proxy for who sits in front of it, with every request anew. From anybody else the header is nothing.</summary>
internal sealed class TrustedHeader(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, SignInOptions signIn, ExternalSignIn accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "trusted-header";

    /// <summary>The peer is who opened the connection, whatever <c>X-Forwarded-For</c> says.</summary>
    public static bool Speaks(HttpContext http, TrustedHeaderOptions options) =>
        options.Name is { } name && http.Request.Headers.ContainsKey(name) && options.Trusts(Proxies.PeerOf(http));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Two values: somebody slipped one in before the proxy's own.
        if (Request.Headers[signIn.TrustedHeader.Name!] is not [{ Length: > 0 } email])
            return AuthenticateResult.Fail("The header does not hold one address.");
        return await accounts.FindVouchedForAsync(email, Context.RequestAborted) is { } user
            ? AuthenticateResult.Success(new AuthenticationTicket(Tickets.Of(user, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("There is no open account with this address.");
    }
}

internal static class Proxies
{
    private static readonly object _peer = new();

    /// <summary>Who opened the connection: a proxy, when there is one.</summary>
    public static IPAddress? PeerOf(HttpContext http) => http.Items.TryGetValue(_peer, out var peer) ? (IPAddress?)peer : http.Connection.RemoteIpAddress;

    /// <summary>Scheme, host and caller's address as the listed proxies saw them; with none listed, nobody's word is taken.</summary>
    public static void UseProxies(this IApplicationBuilder app)
    {
        var networks = app.ApplicationServices.GetRequiredService<SignInOptions>().TrustedHeader.Networks;
        if (networks.Count == 0)
            return;
        app.Use((http, next) =>
        {
            http.Items[_peer] = http.Connection.RemoteIpAddress;
            return next(http);
        });
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedFor,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
