using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.Tests.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.Account;

[Collection(ApiCollection.Name)]
public sealed partial class TokenTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_with_a_token_runs_a_query_and_the_log_names_the_token()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var program = await ProgramAsync(visitor, "nightly", "ask");

        using var ran = await program.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = "select count(*) from orders" }, Token);

        Assert.Equal(HttpStatusCode.OK, ran.StatusCode);
        await using var db = await app.OpenPlatformAsync(Token);
        var entry = await db.AuditEntries.SingleAsync(e => e.UserId == visitor.UserId && e.Action == "query", Token);
        Assert.Equal(("http", "ran", "nightly"), (entry.Door, entry.Outcome, entry.Token));
        var lines = (await app.AuditOfAsync(visitor.UserId, Token)).Where(line => line.StartsWith("user.", StringComparison.Ordinal));
        Assert.Equal(["user.sign_in page ran link", "user.token_add http ran"], lines.Select(line => line.Split(" nightly:")[0]));
    }

    [Fact]
    public async Task A_question_asked_with_a_token_names_it_in_the_log_though_it_is_answered_in_the_background()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var program = await ProgramAsync(visitor, "asker", "ask");
        var conversations = $"/api/v1/projects/{visitor.Slug}/conversations";
        using var begun = await program.PostAsync(conversations, null, Token);
        var id = (await begun.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();

        using var answer = await program.PostAsJsonAsync($"{conversations}/{id}/messages", new { text = "How many orders are there?" }, Token);
        var events = await answer.Content.ReadAsStringAsync(Token);

        Assert.Contains("event: run.ended", events);
        await using var db = await app.OpenPlatformAsync(Token);
        var tokens = await db.AuditEntries.Where(e => e.UserId == visitor.UserId && e.Action == "query")
            .Select(e => $"{e.Door} {e.Token}").Distinct().ToListAsync(Token);
        Assert.Equal(["chat asker"], tokens);
    }

    [Theory]
    [InlineData("dat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("something else")]
    [InlineData("")]
    public async Task A_wrong_token_is_401_and_says_so(string wrong)
    {
        using var stranger = app.Anonymous();
        stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {wrong}");

        using var response = await stranger.GetAsync("/api/v1/projects", Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(wrong.Length > 0 ? "token_invalid" : "sign_in_needed", await CodeAsync(response));
    }

    [Fact]
    public async Task A_wrong_token_beside_a_good_cookie_is_refused_all_the_same()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dat_wrong");

        using var response = await client.GetAsync("/api/v1/projects", Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Revoked_tokens_and_tokens_of_disabled_people_stop_with_the_next_request()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var person = await app.SignInAsync(visitor, Token);
        var (first, id) = await MakeAsync(person, "first", ["read"]);
        var (second, _) = await MakeAsync(person, "second", ["read"]);

        using var revoked = await person.DeleteAsync($"/api/v1/account/tokens/{id}", Token);
        var afterRevoke = (await StatusAsync(first), await StatusAsync(second));
        var directory = app.Services.GetRequiredService<UserDirectory>();
        var user = (await directory.FindByIdAsync(visitor.UserId, Token))!;
        await app.Services.GetRequiredService<People>().DisableAsync(await directory.EnsureLocalAdministratorAsync(Token), user.Email, QueryDoor.CommandLine, Token);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), afterRevoke);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second));
    }

    [Theory]
    [InlineData("read", "POST", "/query", "ask")]
    [InlineData("ask", "GET", "", "read")]
    [InlineData("ask", "GET", "/audit", "manage")]
    [InlineData("read", "PATCH", "", "manage")]
    [InlineData("manage", "GET", "/conversations", "read")]
    public async Task A_missing_scope_is_403_and_named(string scope, string method, string path, string needed)
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var program = await ProgramAsync(visitor, "limited", scope);

        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/projects/{visitor.Slug}{path}");
        if (method != "GET")
            request.Content = JsonContent.Create(new { sql = "select 1" });
        using var response = await program.SendAsync(request, Token);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(("scope_missing", needed), (problem.GetProperty("code").GetString(), problem.GetProperty("scope").GetString()));
    }

    [Fact]
    public async Task A_token_opens_nothing_that_its_person_may_not_do()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var program = await ProgramAsync(visitor, "wide", "read", "ask", "manage");

        using var query = await program.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = "select 1" }, Token);
        using var audit = await program.GetAsync($"/api/v1/projects/{visitor.Slug}/audit", Token);
        using var platform = await program.GetAsync("/api/v1/audit", Token);

        Assert.Equal(["not_permitted", "not_permitted", "not_permitted"], [await CodeAsync(query), await CodeAsync(audit), await CodeAsync(platform)]);
    }

    [Fact]
    public async Task A_token_for_one_project_meets_the_others_as_a_stranger()
    {
        var here = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        var there = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        await JoinAsync(here.UserId, there.Slug);
        using var person = await app.SignInAsync(here, Token);
        var (program, _) = await MakeAsync(person, "one", ["read", "manage"], here.Slug);

        var projects = await program.GetFromJsonAsync<JsonElement>("/api/v1/projects", Token);
        using var other = await program.GetAsync($"/api/v1/projects/{there.Slug}", Token);
        using var platform = await program.GetAsync("/api/v1/audit", Token);

        Assert.Equal([here.Slug], projects.EnumerateArray().Select(p => p.GetProperty("slug").GetString()));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (other.StatusCode, await CodeAsync(other)));
        Assert.Equal(HttpStatusCode.Forbidden, platform.StatusCode);
        Assert.Equal(2, (await person.GetFromJsonAsync<JsonElement>("/api/v1/projects", Token)).GetArrayLength());
    }

    [Fact]
    public async Task A_token_makes_and_lists_no_tokens_and_changes_no_sign_in()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var program = await ProgramAsync(visitor, "wide", "read", "ask", "manage");

        using var list = await program.GetAsync("/api/v1/account/tokens", Token);
        using var add = await program.PostAsJsonAsync("/api/v1/account/tokens", new { name = "more", scopes = new[] { "read" } }, Token);
        using var password = await program.PostAsJsonAsync("/api/v1/account/password", new { password = "seven slow blue trains" }, Token);
        using var everywhere = await program.PostAsync("/api/v1/account/sign-out-everywhere", null, Token);

        foreach (var response in new[] { list, add, password, everywhere })
            Assert.Equal((HttpStatusCode.Forbidden, "not_for_tokens"), (response.StatusCode, await CodeAsync(response)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(program));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account")]
    [InlineData("/account/link/google")]
    public async Task A_token_opens_no_page(string path)
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var program = await ProgramAsync(visitor, "wide", "read", "ask", "manage");

        using var page = await program.GetAsync(path, Token);

        Assert.Contains("/sign-in", page.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task The_page_shows_a_new_token_once_and_revokes_it()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var person = await app.SignInAsync(visitor, Token);

        using var made = await person.SubmitAsync("/account", "token", Token, ("TokenName", "From the page"), ("Read", "true"), ("Days", "7"));
        var html = await made.Content.ReadAsStringAsync(Token);
        using var program = With(Secret().Match(html).Value);
        var worked = await StatusAsync(program);
        var later = await person.GetStringAsync("/account", Token);
        using var revoked = await person.SubmitAsync("/account", Form().Match(later).Value, Token);

        Assert.Equal("no-store", made.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.OK, worked);
        Assert.Contains("From the page", later);
        Assert.DoesNotMatch(Secret(), later);
        Assert.DoesNotContain("From the page", await revoked.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(program));
    }

    [Fact]
    public async Task What_cannot_be_made_is_said_at_its_field()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var person = await app.SignInAsync(visitor, Token);

        using var page = await person.SubmitAsync("/account", "token", Token, ("TokenName", "Nothing"), ("Days", "400"));
        using var http = await person.PostAsJsonAsync("/api/v1/account/tokens", new { name = "", scopes = new[] { "all" }, days = 0, project = "nowhere" }, Token);

        var html = await page.Content.ReadAsStringAsync(Token);
        var fields = (await http.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors").EnumerateArray()
            .Select(e => e.GetProperty("field").GetString());
        Assert.Contains("token-scopes-problem", html);
        Assert.Contains("token-days-problem", html);
        Assert.Equal(["name", "scopes", "days"], fields);
    }

    private async Task<HttpClient> ProgramAsync(Visitor visitor, string name, params string[] scopes)
    {
        using var person = await app.SignInAsync(visitor, Token);
        return (await MakeAsync(person, name, scopes)).Program;
    }

    private async Task<Made> MakeAsync(HttpClient person, string name, string[] scopes, string? project = null)
    {
        using var made = await person.PostAsJsonAsync("/api/v1/account/tokens", new { name, scopes, project }, Token);
        var token = await made.Content.ReadFromJsonAsync<JsonElement>(Token);
        return new(With(token.GetProperty("token").GetString()!), token.GetProperty("id").GetGuid());
    }

    private HttpClient With(string secret)
    {
        var program = app.Anonymous();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return program;
    }

    private async Task JoinAsync(Guid userId, string slug)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        var project = await db.Projects.SingleAsync(p => p.Slug == slug, Token);
        db.Memberships.Add(new Membership { ProjectId = project.Id, UserId = userId, Role = Role.Admin, CreatedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync(Token);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/v1/account", Token);
        return response.StatusCode;
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString();

    [GeneratedRegex("dat_[A-Za-z0-9_-]{43}")]
    private static partial Regex Secret();

    [GeneratedRegex("revoke-[0-9a-f-]{36}")]
    private static partial Regex Form();

    private sealed record Made(HttpClient Program, Guid Id) : IDisposable
    {
        public void Dispose() => Program.Dispose();
    }
}
