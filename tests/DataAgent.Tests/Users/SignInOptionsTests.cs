using System.Net;
using DataAgent.Users;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Tests.Users;

public sealed class SignInOptionsTests
{
    private static readonly (string Name, string? Value)[] _corp =
        [("SignIn:Providers:corp:Kind", "oidc"), ("SignIn:Providers:corp:Authority", "https://login.example.test"), ("SignIn:Providers:corp:ClientId", "a"), ("SignIn:Providers:corp:ClientSecret", "hidden")];

    [Theory]
    [InlineData("SignIn:Provider:corp:Kind", "oidc", "section SignIn")]
    [InlineData("SignIn:Providers:corp:Scopes", "x", "section SignIn")]
    [InlineData("SignIn:Providers:corp:Kind", "saml", "section SignIn")]
    [InlineData("SignIn:Providers:corp:ClientSecret", "", "ClientId and a ClientSecret")]
    [InlineData("SignIn:Providers:corp:Authority", "http://login.example.test", "must be an https:// address")]
    [InlineData("SignIn:Providers:corp:Authority", "", "must be an https:// address")]
    [InlineData("SignIn:Providers:Corp Inc:Kind", "google", "lower-case letters")]
    [InlineData("SignIn:PublicUrl", "data.example.test", "SignIn:PublicUrl must be")]
    [InlineData("SignIn:TrustedHeader:Name", "X-Email", "without Proxies")]
    [InlineData("SignIn:TrustedHeader:Proxies:0", "10.0.0", "has \"10.0.0\"")]
    [InlineData("SignIn:TrustedHeader:Proxies:0", "proxy.local", "has \"proxy.local\"")]
    public void A_setting_that_does_not_fit_stops_the_start_with_its_name(string name, string value, string words)
    {
        var e = Assert.Throws<FormatException>(() => Read([.. _corp.Where(one => one.Name != name), (name, value)]));

        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_everybody_could_send_stops_the_start()
    {
        var e = Assert.Throws<FormatException>(() => Read(
            ("SignIn:TrustedHeader:Name", "X-Email"), ("SignIn:TrustedHeader:Proxies:0", "10.0.0.7"), ("FORWARDEDHEADERS_ENABLED", "true")));

        Assert.Contains("ASPNETCORE_FORWARDEDHEADERS_ENABLED", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Google_and_github_know_where_they_are()
    {
        var options = Read(
            ("SignIn:Providers:google:Kind", "google"), ("SignIn:Providers:google:ClientId", "a"), ("SignIn:Providers:google:ClientSecret", "b"),
            ("SignIn:Providers:gh:Kind", "github"), ("SignIn:Providers:gh:ClientId", "a"), ("SignIn:Providers:gh:ClientSecret", "b"));

        Assert.Equal(["https://accounts.google.com", "https://github.com"], options.Providers.OrderByDescending(p => p.Key).Select(p => p.Value.Server));
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("10.0.0.0/24", "10.0.0.8", true)]
    [InlineData("10.0.0.0/24", "::ffff:10.0.0.8", true)]
    [InlineData("10.0.0.0/24", "10.0.1.8", false)]
    [InlineData("fd00::/8", "fd12::1", true)]
    [InlineData("fd00::/8", "2001:db8::1", false)]
    public void A_proxy_is_known_by_its_address(string proxy, string peer, bool isTrusted) =>
        Assert.Equal(isTrusted, new TrustedHeaderOptions { Proxies = [proxy] }.Trusts(IPAddress.Parse(peer)));

    [Theory]
    [InlineData("ada@example.test", true)]
    [InlineData("ada@EXAMPLE.test", true)]
    [InlineData("ada@example.test.evil.test", false)]
    [InlineData("ada@evilexample.test", false)]
    [InlineData("\"x@example.test\"@evil.test", false)]
    public void Only_whole_domains_are_let_in(string email, bool isAllowed) =>
        Assert.Equal(isAllowed, new ProviderOptions { AllowedDomains = ["example.test"] }.Allows(email));

    private static SignInOptions Read(params (string Name, string? Value)[] settings) =>
        SignInOptions.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))).Build());
}
