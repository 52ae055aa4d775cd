using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed class InvitationTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_makes_an_account_and_is_in_the_project()
    {
        var (admin, email) = (await app.AddVisitorAsync(Role.Admin, "offline", Token), Unique.Email());
        var link = await InviteAsync(admin, email, "analyst");
        using var client = Anonymous();

        var page = await client.GetStringAsync(link, Token);
        using var differing = await client.SubmitAsync(link, "join", Token, ("PersonName", "Ada"), ("NewPassword", SignInForm.Password), ("Repeated", "x"));
        using var joined = await client.SubmitAsync(link, "join", Token, ("PersonName", "Ada"), ("NewPassword", SignInForm.Password), ("Repeated", SignInForm.Password));

        Assert.Contains("Join Corner shop", page, StringComparison.Ordinal);
        Assert.Contains("<b>analyst</b>", page, StringComparison.Ordinal);
        Assert.Contains("not the same", await differing.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal($"/p/{admin.Slug}", joined.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("\"analyst\"", await client.GetStringAsync("/api/v1/projects", Token), StringComparison.Ordinal);
        Assert.Contains("accepted already", await client.GetStringAsync(link, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_an_account_signs_in_and_comes_back_to_join()
    {
        var (admin, user) = (await app.AddVisitorAsync(Role.Admin, "offline", Token), await app.AddAccountAsync(Token, Unique.Email()));
        var link = await InviteAsync(admin, user.Email, "viewer");
        using var client = Anonymous();

        Assert.Contains("Sign in to accept", await client.GetStringAsync(link, Token), StringComparison.Ordinal);
        using var back = await client.SignInAsync(user.Email, SignInForm.Password, Token, $"/sign-in?returnUrl={Uri.EscapeDataString(link)}");
        Assert.Equal(link, back.RequestMessage!.RequestUri!.PathAndQuery);
        using var joined = await client.SubmitAsync(link, "accept", Token);

        Assert.Equal($"/p/{admin.Slug}", joined.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Signed_in_as_somebody_else_it_is_said_and_nothing_accepted()
    {
        var (admin, eve) = (await app.AddVisitorAsync(Role.Admin, "offline", Token), await app.AddAccountAsync(Token, Unique.Email()));
        var link = await InviteAsync(admin, Unique.Email(), "viewer");
        using var client = Anonymous();
        (await client.SignInAsync(eve.Email, SignInForm.Password, Token)).Dispose();

        var page = await client.GetStringAsync(link, Token);

        Assert.Contains($"You are signed in as <b>{eve.Email}</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Join the project", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/v1/projects/{admin.Slug}", Token)).StatusCode);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_provider_accepts_for_the_invited_verified_address_alone(bool isVerified, bool joins)
    {
        await using var provider = await ProviderDouble.StartAsync();
        await using var beside = await app.StartBesideAsync(provider.Settings);
        var (admin, email) = (await app.AddVisitorAsync(Role.Admin, "offline", Token), Unique.Email());
        var link = await InviteAsync(admin, email, "viewer");
        provider.Person = new(Unique.Name("s"), email, isVerified);
        using var client = new HttpClient { BaseAddress = new Uri(beside.Url) };

        using var answer = await client.GetAsync($"/invitation/with/corp?{link.Split('?')[1]}", Token);

        Assert.Equal(joins ? $"/p/{admin.Slug}" : "/invitation", answer.RequestMessage!.RequestUri!.AbsolutePath);
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.Equal(joins, await db.Users.AnyAsync(u => u.Email == email && db.Memberships.Any(m => m.UserId == u.Id), Token));
    }

    [Fact]
    public async Task A_provider_that_names_another_address_makes_no_account_and_no_member()
    {
        await using var provider = await ProviderDouble.StartAsync();
        await using var beside = await app.StartBesideAsync(provider.Settings);
        var (admin, email, other) = (await app.AddVisitorAsync(Role.Admin, "offline", Token), Unique.Email(), Unique.Email());
        var link = await InviteAsync(admin, email, "viewer");
        provider.Person = new(Unique.Name("s"), other);
        using var client = new HttpClient { BaseAddress = new Uri(beside.Url) };

        using var answer = await client.GetAsync($"/invitation/with/corp?{link.Split('?')[1]}", Token);

        Assert.Contains("There is no account for you yet", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.False(await db.Users.AnyAsync(u => u.Email == other || u.Email == email, Token));
    }

    [Fact]
    public async Task The_link_goes_by_mail_and_is_told_nobody_else_and_never_to_a_token()
    {
        await using var smtp = new SmtpListener();
        await using var beside = await app.StartBesideAsync(
            "--Mail:Host=127.0.0.1", $"--Mail:Port={smtp.Port}", "--Mail:Tls=none", "--Mail:From=Data Agent <data@example.test>", "--SignIn:PublicUrl=https://data.example.test");
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        var made = Assert.IsType<TokenOutcome.Made>(await app.Services.GetRequiredService<ApiTokens>()
            .AddAsync(admin.UserId, new TokenDraft("all", [.. TokenScopes.Words]), QueryDoor.Http, Token));
        using var mailing = new HttpClient { BaseAddress = new Uri(beside.Url) };
        using var without = new HttpClient { BaseAddress = new Uri(app.Url) };
        mailing.DefaultRequestHeaders.Authorization = without.DefaultRequestHeaders.Authorization = new("Bearer", made.Secret);
        var email = Unique.Email();

        using var byMail = await mailing.PostAsJsonAsync($"/api/v1/projects/{admin.Slug}/invitations", new { email, role = "viewer" }, Token);
        using var byToken = await without.PostAsJsonAsync($"/api/v1/projects/{admin.Slug}/invitations", new { email = Unique.Email(), role = "viewer" }, Token);

        var mail = await smtp.NextAsync(Token);
        Assert.Equal(email, mail.To);
        Assert.Contains("https://data.example.test/invitation?token=", mail.Data, StringComparison.Ordinal);
        foreach (var answer in new[] { byMail, byToken })
        {
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            Assert.DoesNotContain("token=", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }
    }

    /// <returns>Path and query of the link.</returns>
    private async Task<string> InviteAsync(Visitor admin, string email, string role)
    {
        using var client = await app.SignInAsync(admin, Token);
        using var sent = await client.PostAsJsonAsync($"/api/v1/projects/{admin.Slug}/invitations", new { email, role }, Token);
        var answer = await sent.Content.ReadFromJsonAsync<JsonElement>(Token);
        return new Uri(answer.GetProperty("url").GetString()!).PathAndQuery;
    }

    private HttpClient Anonymous() => app.Anonymous();
}
