using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Web.Projects;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Web.Tests.Projects;

[Collection(ApiCollection.Name)]
public sealed class ProjectApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_setting_can_be_sent()
    {
        var settings = typeof(ProjectSettings).GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));

        Assert.Equal(settings.Order(), SettingsPatch.Names.Order());
    }

    [Fact]
    public async Task A_platform_administrator_adds_a_project_and_is_its_admin()
    {
        var administrator = await app.AddPersonAsync(Token, isAdministrator: true);
        using var client = await app.SignInAsync(administrator, Token);
        var slug = Unique.Name("new-");
        var body = app.ShopSettings(slug);
        body["model_key"] = "sk-secret";

        using var added = await client.PostAsJsonAsync("/api/v1/projects", body, Token);
        using var again = await client.PostAsJsonAsync("/api/v1/projects", body, Token);
        var text = await client.GetStringAsync($"/api/v1/projects/{slug}", Token);
        var project = JsonDocument.Parse(text).RootElement;

        Assert.Equal((HttpStatusCode.Created, $"/api/v1/projects/{slug}"), (added.StatusCode, added.Headers.Location?.OriginalString));
        Assert.NotNull(added.Headers.ETag);
        Assert.Equal((HttpStatusCode.BadRequest, "slug"), (again.StatusCode, await FieldAsync(again)));
        Assert.Equal(("admin", "sound", 500), (Text(project, "role"), Text(project, "database_role"), project.GetProperty("max_rows_per_query").GetInt32()));
        Assert.True(project.GetProperty("has_model_key").GetBoolean());
        Assert.DoesNotContain("sk-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain((string)body["db_user"]!, text, StringComparison.Ordinal);
        Assert.Equal([("project.create", "http", administrator.UserId)], await TrailAsync(slug));
    }

    [Fact]
    public async Task Who_is_no_platform_administrator_adds_none()
    {
        using var client = await app.SignInAsync(await app.AddVisitorAsync(Role.Admin, "offline", Token), Token);

        using var refused = await client.PostAsJsonAsync("/api/v1/projects", app.ShopSettings("mine"), Token);
        using var wrong = await client.PostAsJsonAsync("/api/v1/projects", new { nonsense = 1 }, Token);

        Assert.Equal((HttpStatusCode.Forbidden, "Only a platform administrator adds projects."), (refused.StatusCode, await DetailAsync(refused)));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_project_is_said_at_its_fields_and_nothing_stays()
    {
        using var client = await app.SignInAsync(await app.AddPersonAsync(Token, isAdministrator: true), Token);
        var slug = Unique.Name("new-");
        var body = app.ShopSettings(slug);
        (body["db_port"], body["db_password"]) = (0, null);

        using var form = await client.PostAsJsonAsync("/api/v1/projects", body, Token);
        body.Remove("db_password");
        using var content = await client.PostAsJsonAsync("/api/v1/projects", body, Token);
        using var list = await client.PostAsJsonAsync("/api/v1/projects", (int[])[1], Token);
        using var nothing = await client.GetAsync($"/api/v1/projects/{slug}", Token);

        Assert.Equal((HttpStatusCode.BadRequest, "db_password"), (form.StatusCode, await FieldAsync(form)));
        Assert.Equal("db_port: A port is a number from 1 to 65535. db_password: Give the password of the read-only role, at most 1,000 characters.", await DetailAsync(content));
        Assert.Equal(HttpStatusCode.BadRequest, list.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task An_admin_changes_what_they_name_and_the_rest_stays()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "openai", Token, project => (project.LlmModel, project.SystemPrompt) = ("m", "Say euros."));
        using var client = await app.SignInAsync(visitor, Token);
        using var before = await client.GetAsync(Path(visitor), Token);

        using var changed = await PatchAsync(client, visitor, before.Headers.ETag!.Tag, new { max_rows_per_query = 7, llm_model = (string?)null, excluded_tables = new[] { "customers" } });
        var after = await changed.Content.ReadFromJsonAsync<JsonElement>(Token);
        using var read = await client.GetAsync(Path(visitor), Token);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal((7, "Say euros.", JsonValueKind.Null), (after.GetProperty("max_rows_per_query").GetInt32(), Text(after, "system_prompt"), after.GetProperty("llm_model").ValueKind));
        Assert.NotEqual(before.Headers.ETag, changed.Headers.ETag);
        Assert.Equal(changed.Headers.ETag, read.Headers.ETag);
        Assert.Equal("customers", after.GetProperty("excluded_tables")[0].GetString());
        Assert.Equal([("project.edit", "http", visitor.UserId)], await TrailAsync(visitor.Slug));
    }

    [Fact]
    public async Task Who_looked_before_somebody_else_saved_is_told_and_nothing_is_overwritten()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        using var seen = await client.GetAsync(Path(visitor), Token);

        using var first = await PatchAsync(client, visitor, seen.Headers.ETag!.Tag, new { max_rows_per_query = 7 });
        using var second = await PatchAsync(client, visitor, seen.Headers.ETag!.Tag, new { max_rows_per_query = 8 });
        using var blind = await PatchAsync(client, visitor, null, new { max_rows_per_query = 9 });
        using var third = await PatchAsync(client, visitor, second.Headers.ETag!.Tag, new { db_password = "reader" });
        using var login = await PatchAsync(client, visitor, second.Headers.ETag!.Tag, new { max_rows_per_query = 10 });
        var now = await client.GetFromJsonAsync<JsonElement>(Path(visitor), Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(HttpStatusCode.PreconditionRequired, blind.StatusCode);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, login.StatusCode);
        Assert.Equal(7, now.GetProperty("max_rows_per_query").GetInt32());
    }

    [Fact]
    public async Task A_models_key_is_set_and_removed_and_never_shown()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "openai", Token, project => (project.LlmModel, project.ModelBaseUrl) = ("m", "https://models.example.com/v1"));
        using var client = await app.SignInAsync(visitor, Token);

        var set = await ChangeAsync(client, visitor, new { model_key = "sk-secret" });
        var kept = await ChangeAsync(client, visitor, new { llm_model = "n" });
        using var travels = await PatchAsync(client, visitor, (await client.GetAsync(Path(visitor), Token)).Headers.ETag!.Tag, new { model_base_url = "https://evil.example.com" });
        var removed = await ChangeAsync(client, visitor, new { model_key = (string?)null });

        Assert.True(set.GetProperty("has_model_key").GetBoolean() && kept.GetProperty("has_model_key").GetBoolean());
        Assert.DoesNotContain("sk-secret", set.ToString() + kept, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, "model_key"), (travels.StatusCode, await FieldAsync(travels)));
        Assert.False(removed.GetProperty("has_model_key").GetBoolean());
    }

    [Fact]
    public async Task Wrong_values_are_said_at_their_fields_and_nothing_is_saved()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        using var seen = await client.GetAsync(Path(visitor), Token);

        using var form = await PatchAsync(client, visitor, seen.Headers.ETag!.Tag, new { name = 5, max_rows_per_query = "many", has_model_key = true, allowed_tables = new[] { 1 }, show_samples = "no" });
        using var content = await PatchAsync(client, visitor, seen.Headers.ETag!.Tag, new { name = "", max_rows_per_query = 0 });
        using var after = await client.GetAsync(Path(visitor), Token);

        Assert.Equal(
            "name: Give a text. max_rows_per_query: Give a whole number. has_model_key: There is no such setting. allowed_tables: Give a list of texts. show_samples: Give true or false.",
            await DetailAsync(form));
        Assert.Equal("name: Give the project a name of at most 100 characters. max_rows_per_query: Rows per query: 1 to 100,000.", await DetailAsync(content));
        Assert.Equal(seen.Headers.ETag, after.Headers.ETag);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Who_is_no_admin_sees_no_settings_and_changes_none(Role role)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token, project => project.SystemPrompt = "For admins.");
        using var client = await app.SignInAsync(visitor, Token);

        using var read = await client.GetAsync(Path(visitor), Token);
        var text = await read.Content.ReadAsStringAsync(Token);
        using var change = await PatchAsync(client, visitor, "\"any\"", new { name = 5 });
        using var removal = await RemoveAsync(client, visitor, "wrong");

        Assert.Null(read.Headers.ETag);
        Assert.DoesNotContain("db_host", text, StringComparison.Ordinal);
        Assert.DoesNotContain("For admins.", text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, "Only an admin of the project changes its settings."), (change.StatusCode, await DetailAsync(change)));
        Assert.Equal((HttpStatusCode.Forbidden, "Only an admin of the project deletes it."), (removal.StatusCode, await DetailAsync(removal)));
    }

    [Fact]
    public async Task A_project_goes_when_its_name_is_written()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var wrong = await RemoveAsync(client, visitor, "corner shop");
        using var stays = await client.GetAsync(Path(visitor), Token);
        using var right = await RemoveAsync(client, visitor, "Corner shop");
        using var gone = await client.GetAsync(Path(visitor), Token);

        Assert.Equal((HttpStatusCode.BadRequest, "name"), (wrong.StatusCode, await FieldAsync(wrong)));
        Assert.Equal(HttpStatusCode.OK, stays.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Of_a_strangers_project_there_is_nothing()
    {
        var theirs = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(await app.AddPersonAsync(Token, isAdministrator: true), Token);

        using var read = await client.GetAsync(Path(theirs), Token);
        using var change = await PatchAsync(client, theirs, "\"any\"", new { name = "Mine" });
        using var removal = await RemoveAsync(client, theirs, "Corner shop");
        using var members = await client.GetAsync($"{Path(theirs)}/members", Token);

        Assert.All((HttpResponseMessage[])[read, change, removal, members], response => Assert.Equal(HttpStatusCode.NotFound, response.StatusCode));
    }

    [Fact]
    public async Task A_new_login_counts_from_the_next_query_on()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var reader = await app.AddReaderAsync();

        using var before = await QueryAsync(client, visitor);
        var wrong = await ChangeAsync(client, visitor, new { db_user = "nobody_at_all", db_password = "wrong" });
        using var refused = await QueryAsync(client, visitor);
        var right = await ChangeAsync(client, visitor, new { db_user = reader, db_password = "reader" });
        using var after = await QueryAsync(client, visitor);

        Assert.Equal(("unchecked", "sound"), (Text(wrong, "database_role"), Text(right, "database_role")));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }

    private static Task<HttpResponseMessage> QueryAsync(HttpClient client, Visitor visitor) =>
        client.PostAsJsonAsync($"{Path(visitor)}/query", new { sql = "select count(*) from orders" }, Token);

    private static string Path(Visitor visitor) => $"/api/v1/projects/{visitor.Slug}";

    private static async Task<JsonElement> ChangeAsync(HttpClient client, Visitor visitor, object body)
    {
        using var seen = await client.GetAsync(Path(visitor), Token);
        using var changed = await PatchAsync(client, visitor, seen.Headers.ETag!.Tag, body);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        return await changed.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private static async Task<HttpResponseMessage> PatchAsync(HttpClient client, Visitor visitor, string? version, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, Path(visitor)) { Content = JsonContent.Create(body) };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        return await client.SendAsync(request, Token);
    }

    private static async Task<HttpResponseMessage> RemoveAsync(HttpClient client, Visitor visitor, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Path(visitor)) { Content = JsonContent.Create(new { name }) };
        return await client.SendAsync(request, Token);
    }

    private async Task<List<(string Action, string Door, Guid? User)>> TrailAsync(string slug)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        var entries = await db.AuditEntries.Where(e => db.Projects.Any(p => p.Id == e.ProjectId && p.Slug == slug)).ToListAsync(Token);
        return [.. entries.Select(e => (e.Action, e.Door, e.UserId))];
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<string?> DetailAsync(HttpResponseMessage response) => Text(await response.Content.ReadFromJsonAsync<JsonElement>(Token), "detail");

    private static async Task<string?> FieldAsync(HttpResponseMessage response) =>
        Text((await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors")[0], "field");
}
