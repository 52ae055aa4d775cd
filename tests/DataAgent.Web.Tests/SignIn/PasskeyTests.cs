using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using DataAgent.Users;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed class PasskeyTests(WebApp app)
{
    private const string Refused = "This passkey did not sign you in";

    private readonly IPAddress _caller = new([127, .. RandomNumberGenerator.GetBytes(2), 7]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A passkey cannot be for a number.</summary>
    private string Site => app.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    [Fact]
    public async Task A_person_adds_a_passkey_and_signs_in_with_it_to_the_page_they_wanted()
    {
        using var device = new SoftPasskey(Site);
        var user = await AddPersonAsync(device);
        device.Count = 1;

        using var client = Client();
        using var entered = await EnterAsync(client, device, "/sign-in?returnUrl=%2Faccount%3Fx");

        Assert.Equal((HttpStatusCode.OK, "/account?x"), (entered.StatusCode, entered.RequestMessage!.RequestUri!.PathAndQuery));
        var listed = await client.GetFromJsonAsync<JsonElement>("/api/v1/account/passkeys", Token);
        Assert.Equal("Phone", listed[0].GetProperty("name").GetString());
        Assert.NotEqual(JsonValueKind.Null, listed[0].GetProperty("last_used_at").ValueKind);
        Assert.Equal(
            ["user.sign_in page ran password", "user.passkey_add page ran Phone", "user.sign_in page ran passkey"], await app.AuditOfAsync(user.Id, Token));
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.Equal(1, (await db.Passkeys.SingleAsync(p => p.UserId == user.Id, Token)).SignCount);
    }

    [Fact]
    public async Task An_answer_that_was_sent_before_is_refused()
    {
        using var device = new SoftPasskey(Site);
        var user = await AddPersonAsync(device);
        using var client = Client();
        var (cookie, options) = await ChallengeAsync(client);
        var answer = device.Get(options);
        using var first = await SendAsync(client, answer);

        // With the very cookie of before, in a browser that is not signed in.
        using var thief = Client();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        using var second = await SendAsync(thief, answer);

        Assert.Equal("/", first.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains(Refused, await second.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("user.sign_in_failed page refused passkey: no open challenge", await app.AuditOfAsync(user.Id, Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(thief));
    }

    [Fact]
    public async Task After_five_minutes_a_challenge_is_void()
    {
        using var device = new SoftPasskey(Site);
        await AddPersonAsync(device);
        using var client = Client();
        var (_, options) = await ChallengeAsync(client);
        await using (var db = await app.OpenPlatformAsync(Token))
        {
            var past = DateTimeOffset.UtcNow.AddSeconds(-1);
            await db.PasskeyChallenges.ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, past), Token);
        }

        using var response = await SendAsync(client, device.Get(options));

        Assert.Contains(Refused, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
    }

    [Theory]
    [InlineData("another site")]
    [InlineData("another port")]
    [InlineData("another key")]
    [InlineData("nobody looked at the device")]
    [InlineData("a copy of the device")]
    [InlineData("no JSON")]
    [InlineData("other JSON")]
    [InlineData("nothing")]
    public async Task An_answer_that_does_not_fit_is_refused(string flaw)
    {
        using var device = new SoftPasskey(Site) { Count = 7 };
        var user = await AddPersonAsync(device);
        using var other = new SoftPasskey(Site);
        await AddPersonAsync(other);
        device.Count = flaw == "a copy of the device" ? 7u : 8;
        device.IsUserVerified = flaw != "nobody looked at the device";
        device.Origin = flaw switch { "another site" => "https://evil.example", "another port" => "http://localhost:1", _ => Site };
        using var client = Client();
        var (_, options) = await ChallengeAsync(client);
        var answer = flaw switch
        {
            "another key" => Mixed(device.Get(options), other.Get(options)),
            "no JSON" => "{",
            "other JSON" => """{"id": 7}""",
            "nothing" => "",
            _ => device.Get(options),
        };

        using var response = await SendAsync(client, answer);

        Assert.Contains(Refused, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
        if (flaw is not ("no JSON" or "other JSON" or "nothing"))
            Assert.Equal("user.sign_in_failed page refused passkey: refused", (await app.AuditOfAsync(user.Id, Token))[^1]);
    }

    [Fact]
    public async Task A_disabled_person_is_told_so_and_stays_out()
    {
        using var device = new SoftPasskey(Site);
        var user = await AddPersonAsync(device);
        await using (var db = await app.OpenPlatformAsync(Token))
        {
            var now = (DateTimeOffset?)DateTimeOffset.UtcNow;
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, now), Token);
        }

        using var client = Client();
        using var response = await EnterAsync(client, device);

        Assert.Contains("Your account is closed", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
        Assert.Equal("user.sign_in_failed page refused passkey: disabled", (await app.AuditOfAsync(user.Id, Token))[^1]);
    }

    [Fact]
    public async Task A_sign_in_by_passkey_ends_with_all_others()
    {
        using var device = new SoftPasskey(Site);
        await AddPersonAsync(device);
        using var here = Client();
        using var there = Client();
        (await EnterAsync(here, device)).Dispose();
        (await EnterAsync(there, device)).Dispose();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(there));

        using var ended = await here.PostAsync("/api/v1/account/sign-out-everywhere", null, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(there));
    }

    [Fact]
    public async Task A_removed_passkey_signs_nobody_in()
    {
        using var device = new SoftPasskey(Site);
        var user = await AddPersonAsync(device);
        using var client = Client();
        (await EnterAsync(client, device)).Dispose();
        var id = (await client.GetFromJsonAsync<JsonElement>("/api/v1/account/passkeys", Token))[0].GetProperty("id").GetGuid();

        using var removed = await client.DeleteAsync($"/api/v1/account/passkeys/{id}", Token);
        using var again = await client.DeleteAsync($"/api/v1/account/passkeys/{id}", Token);
        using var stranger = Client();
        using var refused = await EnterAsync(stranger, device);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, again.StatusCode));
        Assert.Contains(Refused, await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("user.passkey_remove http ran Phone", (await app.AuditOfAsync(user.Id, Token))[^1]);
    }

    [Fact]
    public async Task A_passkey_of_one_account_is_added_to_no_other_and_no_name_twice()
    {
        using var device = new SoftPasskey(Site);
        await AddPersonAsync(device);
        var second = await app.AddAccountAsync(Token);
        using var client = Client();
        (await client.SignInAsync(second.Email, SignInForm.Password, Token)).Dispose();

        var theirs = await AddAsync(client, device, "Mine too");
        using var own = new SoftPasskey(Site);
        await AddAsync(client, own, "Key");
        using var sameName = await client.PostAsync($"{PasskeyEndpoints.AddPath}?name=Key", null, Token);

        Assert.Contains("no passkey was added", theirs, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, sameName.StatusCode);
        Assert.Contains("Choose another", await sameName.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>("/api/v1/account/passkeys", Token)).GetArrayLength());
    }

    [Fact]
    public async Task What_one_person_began_to_add_another_does_not_finish()
    {
        using var device = new SoftPasskey(Site);
        using var begun = Client();
        (await begun.SignInAsync((await app.AddAccountAsync(Token)).Email, SignInForm.Password, Token)).Dispose();
        using var challenge = await begun.PostAsync($"{PasskeyEndpoints.AddPath}?name=Phone", null, Token);
        var answer = device.Create(await challenge.Content.ReadFromJsonAsync<JsonElement>(Token));
        using var other = Client();
        (await other.SignInAsync((await app.AddAccountAsync(Token)).Email, SignInForm.Password, Token)).Dispose();
        // In the other person's browser, though it is not theirs.
        other.DefaultRequestHeaders.Add("Cookie", challenge.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        using var response = await other.SubmitAsync("/account", "passkey", Token, ("PasskeyName", "Phone"), ("Answer", answer));

        Assert.Contains("Nothing was added: try again", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, (await other.GetFromJsonAsync<JsonElement>("/api/v1/account/passkeys", Token)).GetArrayLength());
    }

    [Fact]
    public async Task A_passkey_gets_another_name_on_the_page()
    {
        using var device = new SoftPasskey(Site);
        var user = await AddPersonAsync(device);
        using var client = Client();
        (await EnterAsync(client, device)).Dispose();
        var id = (await client.GetFromJsonAsync<JsonElement>("/api/v1/account/passkeys", Token))[0].GetProperty("id").GetGuid();

        using var empty = await client.SubmitAsync("/account", $"rename-passkey-{id}", Token, ("NewName", " "));
        using var renamed = await client.SubmitAsync("/account", $"rename-passkey-{id}", Token, ("NewName", "Old phone"));

        Assert.Contains("Give a name of at most", await empty.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("<b>Old phone</b>", await renamed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("user.passkey_rename page ran Phone: Old phone", (await app.AuditOfAsync(user.Id, Token))[^1]);
    }

    [Fact]
    public async Task Ten_minutes_after_signing_in_a_person_signs_in_again_before_they_add_one()
    {
        var clock = new LaterClock();
        await using var beside = await app.StartBesideAsync(services => services.AddSingleton<TimeProvider>(clock));
        var site = beside.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        (await client.SignInAsync((await app.AddAccountAsync(Token)).Email, SignInForm.Password, Token)).Dispose();
        using var atOnce = await client.PostAsync($"{PasskeyEndpoints.AddPath}?name=Phone", null, Token);

        clock.Later = TimeSpan.FromMinutes(11);
        using var late = await client.PostAsync($"{PasskeyEndpoints.AddPath}?name=Phone", null, Token);
        var page = await client.GetStringAsync("/account", Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (atOnce.StatusCode, late.StatusCode));
        Assert.Contains("sign in again</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Add a passkey", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenges_count_as_attempts()
    {
        await using var beside = await app.StartBesideAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(beside.Url) };

        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 125; i++)
        {
            using var response = await client.PostAsync(PasskeyEndpoints.SignInPath, null, Token);
            statuses.Add(response.StatusCode);
        }

        Assert.Contains(HttpStatusCode.Redirect, statuses);
    }

    [Fact]
    public async Task Without_a_sign_in_nobody_begins_to_add_and_at_a_number_no_button_is_shown()
    {
        using var stranger = app.Anonymous(follow: false);

        using var begun = await stranger.PostAsync($"{PasskeyEndpoints.AddPath}?name=Phone", null, Token);
        var page = await stranger.GetStringAsync("/sign-in", Token);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (begun.StatusCode, begun.Headers.Location!.OriginalString));
        Assert.DoesNotContain("with a passkey", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "http", "localhost:8080", "http://localhost:8080", null)]
    [InlineData(null, "https", "data.example.com", "https://data.example.com", null)]
    [InlineData(null, "http", "data.example.com", "http://data.example.com", "need https")]
    [InlineData(null, "http", "127.0.0.1:8080", "http://127.0.0.1:8080", "open http://localhost:8080 and")]
    [InlineData(null, "https", "10.0.0.7", "https://10.0.0.7", "gives it one")]
    [InlineData(null, "http", "[::1]:8080", "http://[::1]:8080", "open http://localhost:8080 and")]
    [InlineData("https://data.example.com/", "http", "10.0.0.7:8080", "https://data.example.com", null)]
    public void The_site_is_the_public_address_else_the_one_that_was_opened(string? publicUrl, string scheme, string host, string origin, string? problem)
    {
        var http = new DefaultHttpContext();
        (http.Request.Scheme, http.Request.Host) = (scheme, new HostString(host));

        var site = PasskeySite.Of(new SignInOptions { PublicUrl = publicUrl }, http.Request);

        Assert.Equal(origin, site.Origin);
        if (problem is null)
            Assert.Null(site.Problem);
        else
            Assert.Contains(problem, site.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cookie", 600, true)]
    [InlineData("cookie", 601, false)]
    [InlineData("cookie", null, false)]
    [InlineData(TrustedHeader.SchemeName, null, true)]
    public void A_sign_in_is_fresh_for_ten_minutes_and_a_proxys_word_is_always(string scheme, int? age, bool isFresh)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Claim[] claims = age is { } seconds ? [new("signed_in_at", $"{1_800_000_000 - seconds}")] : [];

        Assert.Equal(isFresh, Tickets.IsFresh(new ClaimsPrincipal(new ClaimsIdentity(claims, scheme)), now));
    }

    /// <summary>At an address of this test's own, for an address has so many attempts a minute.</summary>
    private HttpClient Client() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), ConnectCallback = ConnectAsync }) { BaseAddress = new Uri(Site) };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(_caller, 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Somebody who has added this device as "Phone".</summary>
    private async Task<User> AddPersonAsync(SoftPasskey device)
    {
        var user = await app.AddAccountAsync(Token);
        using var client = Client();
        (await client.SignInAsync(user.Email, SignInForm.Password, Token)).Dispose();
        Assert.Contains("<b>Phone</b>", await AddAsync(client, device, "Phone"), StringComparison.Ordinal);
        return user;
    }

    private static async Task<string> AddAsync(HttpClient client, SoftPasskey device, string name)
    {
        using var challenge = await client.PostAsync($"{PasskeyEndpoints.AddPath}?name={Uri.EscapeDataString(name)}", null, Token);
        Assert.Equal(HttpStatusCode.OK, challenge.StatusCode);
        var answer = device.Create(await challenge.Content.ReadFromJsonAsync<JsonElement>(Token));
        using var response = await client.SubmitAsync("/account", "passkey", Token, ("PasskeyName", name), ("Answer", answer));
        return await response.Content.ReadAsStringAsync(Token);
    }

    private static async Task<(string Cookie, JsonElement Options)> ChallengeAsync(HttpClient client)
    {
        using var response = await client.PostAsync(PasskeyEndpoints.SignInPath, null, Token);
        return (response.Headers.GetValues("Set-Cookie").Single().Split(';')[0], await response.Content.ReadFromJsonAsync<JsonElement>(Token));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string answer, string path = "/sign-in") =>
        client.SubmitAsync(path, "passkey", Token, ("Answer", answer));

    private static async Task<HttpResponseMessage> EnterAsync(HttpClient client, SoftPasskey device, string path = "/sign-in") =>
        await SendAsync(client, device.Get((await ChallengeAsync(client)).Options), path);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/v1/account", Token);
        return response.StatusCode;
    }

    /// <summary>The first answer, signed by the second device.</summary>
    private static string Mixed(string answer, string other) => answer.Replace(Signature(answer), Signature(other), StringComparison.Ordinal);

    private static string Signature(string answer) =>
        JsonDocument.Parse(answer).RootElement.GetProperty("response").GetProperty("signature").GetString()!;

    /// <summary>The system's time, or later.</summary>
    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
    }
}
