using System.Net;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed class TrustedHeaderTests(WebApp app)
{
    private const string Header = "X-Auth-Email";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listed_proxy_signs_people_in_with_each_request()
    {
        var (user, disabled) = (await app.AddAccountAsync(Token), await app.AddAccountAsync(Token));
        await using (var db = await app.OpenPlatformAsync(Token))
            await db.Users.Where(u => u.Id == disabled.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow), Token);
        await using var beside = await app.StartBesideAsync($"--SignIn:TrustedHeader:Name={Header}", "--SignIn:TrustedHeader:Proxies:0=127.0.0.0/8");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(beside.Url, (Header, user.Email.ToUpperInvariant())));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(beside.Url));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(beside.Url, (Header, "nobody@example.test")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(beside.Url, (Header, disabled.Email)));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(beside.Url, (Header, "")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(beside.Url, (Header, disabled.Email), (Header, user.Email)));
    }

    [Fact]
    public async Task From_anywhere_else_the_header_is_nothing_whatever_other_headers_say()
    {
        var user = await app.AddAccountAsync(Token);
        await using var beside = await app.StartBesideAsync($"--SignIn:TrustedHeader:Name={Header}", "--SignIn:TrustedHeader:Proxies:0=10.9.8.7");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(beside.Url, (Header, user.Email)));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(beside.Url, (Header, user.Email), ("X-Forwarded-For", "10.9.8.7"), ("Forwarded", "for=10.9.8.7")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(app.Url, (Header, user.Email)));
    }

    [Theory]
    [InlineData("127.0.0.1", "https://data.example.test/sign-in/callback/corp")]
    [InlineData("10.9.8.7", null)]
    public async Task Scheme_and_host_are_taken_from_listed_proxies_alone(string proxy, string? expected)
    {
        await using var provider = await ProviderDouble.StartAsync();
        await using var beside = await app.StartBesideAsync([.. provider.Settings, $"--SignIn:TrustedHeader:Proxies:0={proxy}"]);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{beside.Url}/sign-in/with/corp");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "data.example.test");

        using var response = await client.SendAsync(request, Token);

        Assert.Contains($"redirect_uri={Uri.EscapeDataString(expected ?? $"{beside.Url}/sign-in/callback/corp")}&", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9")]
    [InlineData("10.9.8.7", "127.0.0.1")]
    public async Task The_log_has_the_address_that_a_listed_proxy_names_and_no_other(string proxy, string expected)
    {
        var user = await app.AddAccountAsync(Token);
        await using var beside = await app.StartBesideAsync($"--SignIn:TrustedHeader:Proxies:0={proxy}");
        using var client = new HttpClient { BaseAddress = new Uri(beside.Url) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        using var answer = await client.SignInAsync(user.Email, "wrong wrong wrong", Token);

        await using var db = await app.OpenPlatformAsync(Token);
        var entry = await db.AuditEntries.SingleAsync(e => e.UserId == user.Id && e.Action == "user.sign_in_failed", Token);
        Assert.Equal(expected, entry.Address);
    }

    [Fact]
    public async Task A_visit_leaves_one_entry_however_many_requests_it_makes()
    {
        var user = await app.AddAccountAsync(Token);
        await using var beside = await app.StartBesideAsync($"--SignIn:TrustedHeader:Name={Header}", "--SignIn:TrustedHeader:Proxies:0=127.0.0.0/8");

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(beside.Url, (Header, user.Email))));
        await AskAsync(beside.Url, (Header, user.Email), ("X-Forwarded-For", "203.0.113.9"));
        await AskAsync(beside.Url, (Header, user.Email));

        Assert.Equal(["user.sign_in page ran trusted header", "user.sign_in page ran trusted header"], await app.AuditOfAsync(user.Id, Token));
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.Equal(["127.0.0.1", "203.0.113.9"], await db.AuditEntries.Where(e => e.UserId == user.Id).OrderBy(e => e.Id).Select(e => e.Address).ToListAsync(Token));
    }

    private static async Task<HttpStatusCode> AskAsync(string url, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/api/v1/account");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
