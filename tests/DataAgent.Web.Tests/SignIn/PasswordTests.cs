using System.Net;
using System.Text.RegularExpressions;
using DataAgent.Users;
using DataAgent.Web.SignIn;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed partial class PasswordTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_signs_in_and_leads_to_the_page_that_was_asked_for()
    {
        var user = await app.AddAccountAsync(Token);
        using var client = app.Anonymous(follow: false);

        using var response = await client.SignInAsync(user.Email, SignInForm.Password, Token, "/sign-in?returnUrl=%2Faccount");
        var account = await client.GetStringAsync("/api/v1/account", Token);

        Assert.Equal("/account", new Uri(new Uri(app.Url), response.Headers.Location!).PathAndQuery);
        Assert.Contains(user.Email, account);
        Assert.Equal(["user.sign_in page ran password"], await app.AuditOfAsync(user.Id, Token));
    }

    [Fact]
    public async Task Unknown_wrong_disabled_and_locked_get_the_same_answer()
    {
        var user = await app.AddAccountAsync(Token);
        var disabled = await app.AddAccountAsync(Token);
        var locked = await app.AddAccountAsync(Token);
        await using (var db = await app.OpenPlatformAsync(Token))
        {
            await db.Users.Where(u => u.Id == disabled.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow), Token);
            await db.Users.Where(u => u.Id == locked.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LockedUntil, DateTimeOffset.UtcNow.AddMinutes(5)), Token);
        }

        var answers = new HashSet<string>();
        foreach (var (email, password) in new[]
        {
            ("nobody@example.test", SignInForm.Password), (user.Email, "wrong"), (disabled.Email, SignInForm.Password), (locked.Email, SignInForm.Password), ("", ""),
        })
        {
            using var client = app.Anonymous();
            using var response = await client.SignInAsync(email, password, Token);
            var html = await response.Content.ReadAsStringAsync(Token);
            var section = Section().Match(html).Value;
            answers.Add($"{response.StatusCode} {Secret().Replace(section, "").Replace(WebUtility.HtmlEncode(email.Length > 0 ? email : "\u0001"), "", StringComparison.Ordinal)}");
        }

        Assert.Contains("do not match an account", Assert.Single(answers));
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("https://evil.test/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\r\nSet-Cookie: b")]
    [InlineData("evil.test")]
    [InlineData("")]
    [InlineData(null)]
    public void Nobody_is_led_to_another_host(string? path) => Assert.Equal("/", ReturnPath.Safe(path));

    [Fact]
    public async Task A_form_without_its_token_does_nothing_and_is_shown_anew()
    {
        var user = await app.AddAccountAsync(Token);
        using var client = app.Anonymous();
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Email"] = user.Email, ["Password"] = SignInForm.Password });

        using var response = await client.PostAsync("/sign-in", content, Token);
        using var after = await client.GetAsync("/api/v1/account", Token);

        Assert.Contains("This page was out of date", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Empty(await app.AuditOfAsync(user.Id, Token));
    }

    [Fact]
    public async Task One_machine_cannot_try_without_end()
    {
        await using var beside = await app.StartBesideAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(beside.Url) };

        var last = "";
        for (var i = 0; i <= 60; i++)
        {
            using var response = await client.PostAsync("/sign-in", null, Token);
            last = response.Headers.Location?.OriginalString ?? "";
        }

        Assert.Equal("/sign-in?problem=busy", last);
        Assert.Contains("Too many attempts", await client.GetStringAsync("/sign-in?problem=busy", Token));
    }

    [GeneratedRegex("<section.*?</section>", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]*\"")]
    private static partial Regex Secret();
}
