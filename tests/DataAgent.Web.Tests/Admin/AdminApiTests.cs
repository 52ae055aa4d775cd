using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Configuration;
using DataAgent.Projects;
using DataAgent.Web.Tests.SignIn;

namespace DataAgent.Web.Tests.Admin;

[Collection(ApiCollection.Name)]
public sealed class AdminApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_adds_finds_promotes_signs_out_and_disables_a_person()
    {
        using var root = await app.SignInAsync(await app.AddPersonAsync(Token, isAdministrator: true), Token);
        using var theirs = app.Anonymous();
        var email = Unique.Email();

        using var added = await root.PostAsJsonAsync("/api/v1/admin/people", new { email, name = "Ada" }, Token);
        var made = await added.Content.ReadFromJsonAsync<JsonElement>(Token);
        var (id, link) = (made.GetProperty("id").GetGuid(), new Uri(made.GetProperty("url").GetString()!).PathAndQuery);
        using var set = await theirs.SubmitAsync(link, "reset", Token, ("NewPassword", SignInForm.Password), ("Repeated", SignInForm.Password));
        using var entered = await theirs.SignInAsync(email, SignInForm.Password, Token);
        Assert.Equal(HttpStatusCode.Forbidden, (await theirs.GetAsync("/api/v1/admin/people", Token)).StatusCode);
        using var promoted = await root.PutAsync($"/api/v1/admin/people/{id}/administrator", null, Token);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/api/v1/admin/people", Token)).StatusCode);
        using var signedOut = await root.PostAsync($"/api/v1/admin/people/{id}/sign-out-everywhere", null, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await theirs.GetAsync("/api/v1/admin/people", Token)).StatusCode);
        using var disabled = await root.PostAsync($"/api/v1/admin/people/{id}/disable", null, Token);
        using var reset = await root.PostAsync($"/api/v1/admin/people/{id}/reset-link", null, Token);
        var found = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/people?text={email}", Token);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.NotFound), (added.StatusCode, disabled.StatusCode, reset.StatusCode));
        var line = Assert.Single(found.GetProperty("people").EnumerateArray());
        Assert.Equal((email, true, 1), (line.GetProperty("email").GetString(), line.GetProperty("is_administrator").GetBoolean(), found.GetProperty("count").GetInt32()));
        Assert.NotEqual(JsonValueKind.Null, line.GetProperty("disabled_at").ValueKind);
    }

    [Fact]
    public async Task Nobody_disables_themselves()
    {
        var visitor = await app.AddPersonAsync(Token, isAdministrator: true);
        using var root = await app.SignInAsync(visitor, Token);

        using var answer = await root.PostAsync($"/api/v1/admin/people/{visitor.UserId}/disable", null, Token);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task Projects_are_listed_and_opened_to_nobody()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var root = await app.SignInAsync(await app.AddPersonAsync(Token, isAdministrator: true), Token);
        using var theirs = await app.SignInAsync(admin, Token);
        using var gone = await theirs.SendAsync(new(HttpMethod.Delete, $"/api/v1/projects/{(await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Slug}"), Token);
        (await theirs.PostAsJsonAsync($"/api/v1/projects/{admin.Slug}/query", new { sql = "select 1 as one" }, Token)).Dispose();

        var before = await FindAsync();
        using var invited = await root.PostAsJsonAsync($"/api/v1/admin/projects/{admin.Slug}/invitations", new { email = Unique.Email(), role = "admin" }, Token);
        using var archived = await theirs.PostAsync($"/api/v1/projects/{admin.Slug}/archive", null, Token);
        var after = await FindAsync();

        Assert.Equal((1, 1, false), (before.GetProperty("members").GetInt32(), before.GetProperty("admins").GetInt32(), before.GetProperty("is_member").GetBoolean()));
        Assert.NotEqual(JsonValueKind.Null, before.GetProperty("last_used_at").ValueKind);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.String), (before.GetProperty("archived_at").ValueKind, after.GetProperty("archived_at").ValueKind));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.NoContent), (invited.StatusCode, archived.StatusCode));

        async Task<JsonElement> FindAsync() => (await root.GetFromJsonAsync<JsonElement>("/api/v1/admin/projects", Token)).EnumerateArray()
            .Single(project => project.GetProperty("slug").GetString() == admin.Slug);
    }

    [Fact]
    public async Task Settings_in_force_have_value_source_and_words_and_no_secret()
    {
        await using var beside = await app.StartBesideAsync(
            "--Agent:MaxSteps=7", "--Agent:Anthropic:ApiKey=hush-hush", "--OPENAI_BASE_URL=http://user:hush-hush@127.0.0.1:1/v1",
            "--Mail:Host=127.0.0.1", "--Mail:User=hush", "--Mail:Password=hush-hush", "--Mail:From=Data Agent <data@example.test>",
            "--SignIn:PublicUrl=https://data.example.test", "--SignIn:Providers:corp:Kind=github", "--SignIn:Providers:corp:ClientId=ours",
            "--SignIn:Providers:corp:ClientSecret=hush-hush", "--SignIn:TrustedHeader:Proxies:0=10.0.0.7", "--SignIn:TrustedHeader:Proxies:1=10.0.0.8");
        var root = await app.AddPersonAsync(Token, isAdministrator: true);
        using var client = new HttpClient { BaseAddress = new Uri(beside.Url) };
        (await client.GetAsync(new Uri(root.Link).PathAndQuery, Token)).Dispose();

        var text = await client.GetStringAsync("/api/v1/admin/settings", Token);
        var settings = JsonDocument.Parse(text).RootElement.EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s);

        Assert.DoesNotContain("hush-hush", text, StringComparison.Ordinal);
        Assert.Equal(("7", "command line"), Of("Agent:MaxSteps"));
        Assert.Equal((null, "default"), Of("Agent:MaxAttempts"));
        Assert.Equal((SettingsInForce.Hidden, "command line"), Of("Agent:Anthropic:ApiKey"));
        Assert.Equal((SettingsInForce.Hidden, "command line"), Of("SignIn:Providers:corp:ClientSecret"));
        Assert.Equal(("ours", "command line"), Of("SignIn:Providers:corp:ClientId"));
        Assert.Equal(("10.0.0.7, 10.0.0.8", "command line"), Of("SignIn:TrustedHeader:Proxies"));
        Assert.Equal($"http://{SettingsInForce.Hidden}@127.0.0.1:1/v1", Of("OPENAI_BASE_URL").Value);
        Assert.Equal("http://127.0.0.1:0", Of("urls").Value);
        Assert.Contains("the model is asked", settings["Agent:MaxSteps"].GetProperty("meaning").GetString(), StringComparison.Ordinal);

        (string? Value, string? Source) Of(string name) => (settings[name].GetProperty("value").GetString(), settings[name].GetProperty("source").GetString());
    }

    [Fact]
    public void Every_setting_whose_words_speak_of_a_secret_is_hidden()
    {
        Assert.InRange(SettingList.All.Count, 40, 500);
        Assert.All(
            SettingList.All.Where(s => s.Meaning.Contains("a secret", StringComparison.Ordinal) || s.Meaning.StartsWith("key", StringComparison.Ordinal)),
            setting => Assert.True(setting.IsSecret, setting.Name));
        Assert.True(SettingList.Find("ConnectionStrings:Platform")!.IsSecret);
        Assert.False(SettingList.Find("Limits:ModelTokensPerDay")!.IsSecret);
    }
}
