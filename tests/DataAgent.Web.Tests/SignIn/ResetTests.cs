using System.Text.RegularExpressions;
using DataAgent.Testing;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed partial class ResetTests(WebApp app)
{
    private const string Wanted = "seven slow blue trains";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forgotten_password_is_set_anew_with_a_link_from_a_mail()
    {
        await using var smtp = new SmtpListener();
        await using var beside = await StartAsync(smtp);
        var user = await app.AddAccountAsync(Token);
        using var elsewhere = Client(beside);
        (await elsewhere.SignInAsync(user.Email, SignInForm.Password, Token)).Dispose();
        using var client = Client(beside);

        using var asked = await client.SubmitAsync("/forgot-password", "forgot", Token, ("Email", user.Email.ToUpperInvariant()));
        var mail = await smtp.NextAsync(Token);
        var link = Link().Match(mail.Data).Value;
        using var short_ = await client.SubmitAsync(new Uri(link).PathAndQuery, "reset", Token, ("NewPassword", "short"), ("Repeated", "short"));
        using var set = await client.SubmitAsync(new Uri(link).PathAndQuery, "reset", Token, ("NewPassword", Wanted), ("Repeated", Wanted));
        using var old = await client.SignInAsync(user.Email, SignInForm.Password, Token);
        using var entered = await client.SignInAsync(user.Email, Wanted, Token);

        Assert.Equal(user.Email, mail.To);
        Assert.StartsWith("https://data.example.test/reset-password?token=", link, StringComparison.Ordinal);
        Assert.Contains("12 to 256 characters", await short_.Content.ReadAsStringAsync(Token));
        Assert.Contains("Your password is set", await set.Content.ReadAsStringAsync(Token));
        Assert.Contains("do not match", await old.Content.ReadAsStringAsync(Token));
        Assert.Contains(user.Email, await client.GetStringAsync("/api/v1/account", Token));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/api/v1/account", Token)).StatusCode);
        Assert.Contains("not valid any more", await client.GetStringAsync(new Uri(link).PathAndQuery, Token));
        Assert.Contains("user.password_reset page ran", await app.AuditOfAsync(user.Id, Token));
    }

    [Fact]
    public async Task The_answer_betrays_no_account_and_only_accounts_get_a_mail_and_one_a_minute()
    {
        await using var smtp = new SmtpListener();
        await using var beside = await StartAsync(smtp);
        var (user, last) = (await app.AddAccountAsync(Token), await app.AddAccountAsync(Token));
        using var client = Client(beside);

        var answers = new HashSet<string>();
        foreach (var email in new[] { "nobody@example.test", user.Email, user.Email, last.Email })
        {
            using var response = await client.SubmitAsync("/forgot-password", "forgot", Token, ("Email", email));
            answers.Add(Section().Match(await response.Content.ReadAsStringAsync(Token)).Value);
        }

        // Requests are answered in their order: when the last mail is here, no other is on its way.
        Assert.Equal([user.Email, last.Email], [(await smtp.NextAsync(Token)).To, (await smtp.NextAsync(Token)).To]);
        Assert.Equal(0, smtp.Waiting);
        Assert.Contains("If there is an account", Assert.Single(answers));
    }

    [Fact]
    public async Task A_host_that_a_request_makes_up_is_in_no_mail()
    {
        await using var smtp = new SmtpListener();
        await using var beside = await StartAsync(smtp);
        var user = await app.AddAccountAsync(Token);
        using var client = Client(beside);
        client.DefaultRequestHeaders.Host = "evil.test";
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.test");

        (await client.SubmitAsync("/forgot-password", "forgot", Token, ("Email", user.Email))).Dispose();

        Assert.DoesNotContain("evil.test", (await smtp.NextAsync(Token)).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_passwords_that_differ_are_not_set()
    {
        await using var smtp = new SmtpListener();
        await using var beside = await StartAsync(smtp);
        var user = await app.AddAccountAsync(Token);
        using var client = Client(beside);
        (await client.SubmitAsync("/forgot-password", "forgot", Token, ("Email", user.Email))).Dispose();
        var path = new Uri(Link().Match((await smtp.NextAsync(Token)).Data).Value).PathAndQuery;

        using var differing = await client.SubmitAsync(path, "reset", Token, ("NewPassword", Wanted), ("Repeated", SignInForm.Password));

        Assert.Contains("not the same", await differing.Content.ReadAsStringAsync(Token));
        Assert.Contains("Choose a password", await client.GetStringAsync(path, Token));
    }

    private Task<Beside> StartAsync(SmtpListener smtp) => app.StartBesideAsync(
        "--Mail:Host=127.0.0.1", $"--Mail:Port={smtp.Port}", "--Mail:Tls=none", "--Mail:From=Data Agent <data@example.test>", "--SignIn:PublicUrl=https://data.example.test");

    private static HttpClient Client(Beside beside) => new() { BaseAddress = new Uri(beside.Url) };

    [GeneratedRegex(@"https?://\S*/reset-password\?token=\S+")]
    private static partial Regex Link();

    [GeneratedRegex("<section.*?</section>", RegexOptions.Singleline)]
    private static partial Regex Section();
}
