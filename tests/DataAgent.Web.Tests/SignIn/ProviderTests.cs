using System.Net;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed class ProviderTests(WebApp app, ProviderTests.Host host) : IClassFixture<ProviderTests.Host>
{
    private static int _subjects = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The provider, and a host beside the common one that knows it.</summary>
    public sealed class Host(WebApp app) : IAsyncLifetime
    {
        public ProviderDouble Provider { get; private set; } = null!;
        public Beside Beside { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await ProviderDouble.StartAsync();
            Beside = await app.StartBesideAsync([.. Provider.Settings, "--SignIn:Providers:gh:AllowedDomains:0=example.test"]);
        }

        public async ValueTask DisposeAsync()
        {
            await Beside.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("corp")]
    [InlineData("gh")]
    public async Task A_verified_address_signs_in_and_is_linked_so_that_it_may_change(string name)
    {
        var user = await app.AddAccountAsync(Token);
        var subject = NextSubject();

        var first = await EnterAsync(name, new(subject, user.Email));
        var later = await EnterAsync(name, new(subject, name == "gh" ? "married@example.test" : "married@elsewhere.test", IsVerified: name == "gh"));

        Assert.Equal((user.Email, user.Email), (first.Email, later.Email));
        Assert.Equal([$"user.link page ran {name}", $"user.sign_in page ran {name}", $"user.sign_in page ran {name}"], await app.AuditOfAsync(user.Id, Token));
    }

    [Theory]
    [InlineData("corp", false)]
    [InlineData("corp", null)]
    [InlineData("gh", false)]
    public async Task An_address_that_the_provider_does_not_vouch_for_is_refused(string name, bool? isVerified)
    {
        var user = await app.AddAccountAsync(Token);

        var visit = await EnterAsync(name, new(NextSubject(), user.Email, isVerified));

        Assert.Null(visit.Email);
        Assert.Contains($"The {name} does not vouch for your e-mail address", visit.Html);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("nonce")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("expired")]
    [InlineData("key")]
    public async Task An_answer_that_is_not_for_us_or_not_of_the_provider_is_refused(string wrong)
    {
        var user = await app.AddAccountAsync(Token);

        var visit = await EnterAsync("corp", new(NextSubject(), user.Email), wrong);

        Assert.Null(visit.Email);
        Assert.Contains("The corp did not sign you in", visit.Html);
        Assert.Empty(await app.AuditOfAsync(user.Id, Token));
    }

    [Fact]
    public async Task A_disabled_person_is_refused_linked_or_not()
    {
        var (linked, fresh) = (await app.AddAccountAsync(Token), await app.AddAccountAsync(Token));
        var subject = NextSubject();
        Assert.NotNull((await EnterAsync("corp", new(subject, linked.Email))).Email);
        await using (var db = await app.OpenPlatformAsync(Token))
            await db.Users.Where(u => u.Id == linked.Id || u.Id == fresh.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow), Token);

        foreach (var person in new DoublePerson[] { new(subject, linked.Email), new(NextSubject(), fresh.Email) })
        {
            var visit = await EnterAsync("corp", person);
            Assert.Null(visit.Email);
            Assert.Contains("Your account is closed", visit.Html);
        }
    }

    [Fact]
    public async Task A_stranger_is_told_to_ask_for_an_account_and_none_is_made()
    {
        var visit = await EnterAsync("corp", new(NextSubject(), "stranger@example.test"));

        Assert.Contains("There is no account for you yet", visit.Html);
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.False(await db.Users.AnyAsync(u => u.Email == "stranger@example.test", Token));
    }

    [Fact]
    public async Task An_account_is_made_where_the_settings_allow_it()
    {
        await using var open = await app.StartBesideAsync([.. host.Provider.Settings, "--SignIn:AllowNewUsers=true"]);
        var email = Unique.Email();

        var visit = await EnterAsync("corp", new(NextSubject(), email), at: open);

        Assert.Equal(email, visit.Email);
        await using var db = await app.OpenPlatformAsync(Token);
        var user = await db.Users.SingleAsync(u => u.Email == email, Token);
        Assert.Equal(("Ada at the provider", false), (user.DisplayName, user.IsPlatformAdministrator));
    }

    [Fact]
    public async Task A_domain_that_is_not_listed_is_kept_out()
    {
        var user = await app.AddAccountAsync(Token, Unique.Email("elsewhere.test"));

        var visit = await EnterAsync("gh", new(NextSubject(), user.Email));

        Assert.Contains("This address is not let in", visit.Html);
    }

    [Fact]
    public async Task A_new_person_with_an_old_address_does_not_get_the_old_account()
    {
        var user = await app.AddAccountAsync(Token);
        Assert.NotNull((await EnterAsync("corp", new(NextSubject(), user.Email))).Email);

        var visit = await EnterAsync("corp", new(NextSubject(), user.Email));

        Assert.Null(visit.Email);
        Assert.Contains("linked with somebody else", visit.Html);
    }

    [Fact]
    public async Task Who_is_signed_in_links_an_account_with_another_address_and_removes_it_again()
    {
        var user = await app.AddAccountAsync(Token);
        var person = new DoublePerson(NextSubject(), "private@elsewhere.test", IsVerified: false);
        using var client = Client(host.Beside);
        (await client.SignInAsync(user.Email, SignInForm.Password, Token)).Dispose();
        host.Provider.Person = person;

        var linked = await client.GetStringAsync("/account/link/corp", Token);
        var visit = await EnterAsync("corp", person);
        using var removed = await client.SubmitAsync("/account", "unlink-corp", Token);
        var after = await EnterAsync("corp", person);

        Assert.Contains("private@elsewhere.test", linked);
        Assert.Equal(user.Email, visit.Email);
        Assert.DoesNotContain("private@elsewhere.test", await removed.Content.ReadAsStringAsync(Token));
        Assert.Null(after.Email);
    }

    [Fact]
    public async Task What_is_linked_with_one_account_is_not_linked_with_another_nor_from_another_site()
    {
        var (owner, other) = (await app.AddAccountAsync(Token), await app.AddAccountAsync(Token));
        var person = new DoublePerson(NextSubject(), owner.Email);
        Assert.NotNull((await EnterAsync("corp", person)).Email);
        using var client = Client(host.Beside);
        (await client.SignInAsync(other.Email, SignInForm.Password, Token)).Dispose();
        using var crossSite = new HttpRequestMessage(HttpMethod.Get, "/account/link/corp");
        crossSite.Headers.Add("Sec-Fetch-Site", "cross-site");

        var refused = await client.GetStringAsync("/account/link/corp", Token);
        using var blocked = await client.SendAsync(crossSite, Token);

        Assert.Contains("This sign-in is linked already", refused);
        Assert.Equal(HttpStatusCode.Forbidden, blocked.StatusCode);
        Assert.Equal(owner.Email, (await EnterAsync("corp", person)).Email);
    }

    [Fact]
    public async Task The_sign_in_page_offers_the_providers_and_a_stranger_to_the_settings_is_led_back()
    {
        using var client = Client(host.Beside);

        var page = await client.GetStringAsync("/sign-in?returnUrl=%2Faccount", Token);
        var unknown = await client.GetStringAsync("/sign-in/with/nobody", Token);

        Assert.Contains("href=\"/sign-in/with/corp?returnUrl=%2Faccount\"", page);
        Assert.Contains("Continue with The gh", page);
        Assert.Contains("<h1>Sign in</h1>", unknown);
        Assert.DoesNotContain(ProviderDouble.ClientSecret, page);
    }

    private async Task<Visit> EnterAsync(string name, DoublePerson person, string? wrong = null, Beside? at = null)
    {
        (host.Provider.Person, host.Provider.Wrong) = (person, wrong);
        using var client = Client(at ?? host.Beside);
        var html = await client.GetStringAsync($"/sign-in/with/{name}?returnUrl=%2Faccount", Token);
        using var account = await client.GetAsync("/api/v1/account", Token);
        var email = account.IsSuccessStatusCode
            ? (await System.Text.Json.JsonDocument.ParseAsync(await account.Content.ReadAsStreamAsync(Token), default, Token)).RootElement.GetProperty("email").GetString()
            : null;
        return new Visit(email, WebUtility.HtmlDecode(html));
    }

    private static HttpClient Client(Beside at) => new() { BaseAddress = new Uri(at.Url) };

    private static string NextSubject() => Interlocked.Increment(ref _subjects).ToString();

    /// <param name="Email">Of the account that is signed in now; null: none.</param>
    private sealed record Visit(string? Email, string Html);
}
