using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Audit;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Web.Tests.Audit;

[Collection(ApiCollection.Name)]
public sealed class AuditApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_lists_filters_and_pages()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(admin, Token);
        await RunAsync(client, admin, "select 1 as one");
        await RunAsync(client, admin, "drop table orders");
        await FillAsync(admin, AuditLog.PageSize);

        var first = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{admin.Slug}/audit", Token);
        var second = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{admin.Slug}/audit?after={first.GetProperty("next")}", Token);
        var refused = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{admin.Slug}/audit?outcome=refused&door=http&text=TABLE", Token);
        var nobody = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{admin.Slug}/audit?person=nobody@example.test", Token);

        Assert.Equal(AuditLog.PageSize, first.GetProperty("entries").GetArrayLength());
        Assert.Equal(2, second.GetProperty("entries").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        var entry = Assert.Single(refused.GetProperty("entries").EnumerateArray());
        Assert.Equal(("drop table orders", "127.0.0.1"), (entry.GetProperty("sql").GetString(), entry.GetProperty("address").GetString()));
        Assert.Empty(nobody.GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task A_change_of_settings_tells_what_was_before_and_never_a_secret()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(admin, Token);
        using var settings = await client.GetAsync($"/api/v1/projects/{admin.Slug}", Token);
        using var change = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/projects/{admin.Slug}")
        {
            Content = JsonContent.Create(new { max_rows_per_query = 7, allowed_tables = new[] { "orders" }, model_key = "sk-very-secret" }),
        };
        change.Headers.TryAddWithoutValidation("If-Match", settings.Headers.ETag!.Tag);
        using var changed = await client.SendAsync(change, Token);
        changed.EnsureSuccessStatusCode();

        var text = await client.GetStringAsync($"/api/v1/projects/{admin.Slug}/audit?action=project.edit", Token);

        var changes = JsonDocument.Parse(text).RootElement.GetProperty("entries")[0].GetProperty("changes").EnumerateArray()
            .Select(c => (c.GetProperty("field").GetString(), c.GetProperty("before").GetString(), c.GetProperty("after").GetString())).Order();
        Assert.Equal([("allowed_tables", "", "orders"), ("max_rows_per_query", "500", "7"), ("model_key", null, null)], changes);
        Assert.DoesNotContain("sk-very-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("v1.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outcome=great")]
    [InlineData("action=query.run")]
    [InlineData("door=window")]
    [InlineData("from=yesterday")]
    [InlineData("after=1")]
    public async Task What_cannot_be_asked_for_is_said(string query)
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(admin, Token);

        using var answer = await client.GetAsync($"/api/v1/projects/{admin.Slug}/audit?{query}", Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Others_are_told_no_and_the_platforms_log_is_for_its_administrators()
    {
        var analyst = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        var root = await app.AddPersonAsync(Token, isAdministrator: true);
        using var client = await app.SignInAsync(analyst, Token);
        using var platform = await app.SignInAsync(root, Token);

        foreach (var path in (string[])[$"projects/{analyst.Slug}/audit", $"projects/{analyst.Slug}/audit/export?format=csv", $"projects/{analyst.Slug}/audit/conversations", "audit", "audit/export?format=csv"])
        {
            using var answer = await client.GetAsync($"/api/v1/{path}", Token);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var stranger = await platform.GetAsync($"/api/v1/projects/{analyst.Slug}/audit", Token);
        using var own = await platform.GetAsync("/api/v1/audit", Token);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (stranger.StatusCode, own.StatusCode));
        Assert.DoesNotContain("\"action\":\"query\"", await own.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_are_whole_guarded_and_noted()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(admin, Token);
        await RunAsync(client, admin, "=cmd|' /C calc'!A0, \"quoted\"");
        await FillAsync(admin, 3 * AuditLog.PageSize);

        using var csv = await client.GetAsync($"/api/v1/projects/{admin.Slug}/audit/export?format=csv&action=query", Token);
        var rows = (await csv.Content.ReadAsStringAsync(Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var lines = (await client.GetStringAsync($"/api/v1/projects/{admin.Slug}/audit/export?format=jsonl", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var wrong = await client.GetAsync($"/api/v1/projects/{admin.Slug}/audit/export?format=pdf", Token);

        Assert.Equal(3 * AuditLog.PageSize + 2, rows.Length);
        Assert.StartsWith("id,at,email,address,door,action,outcome,", rows[0], StringComparison.Ordinal);
        Assert.Contains(rows, row => row.Contains("\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\"", StringComparison.Ordinal));
        Assert.EndsWith(".csv", csv.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        // The one before, and this one itself.
        Assert.Equal(2, lines.Count(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString() == "audit.export"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task An_admin_finds_and_opens_the_conversations_of_members_and_every_look_is_noted()
    {
        var asker = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        var admin = await app.AddPersonAsync(Token, of: asker, Role.Admin);
        using var theirs = await app.SignInAsync(asker, Token);
        using var client = await app.SignInAsync(admin, Token);
        using var created = await theirs.PostAsync($"/api/v1/projects/{asker.Slug}/conversations", null, Token);
        using var asked = await theirs.PostAsJsonAsync($"{created.Headers.Location}/messages", new { text = "How many orders by status?" }, Token);
        await asked.Content.ReadAsStringAsync(Token);
        using var empty = await theirs.PostAsync($"/api/v1/projects/{asker.Slug}/conversations", null, Token);
        await theirs.GetStringAsync($"{created.Headers.Location}", Token);

        var all = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{asker.Slug}/audit/conversations?text=BY", Token);
        var view = await client.GetFromJsonAsync<JsonElement>($"{created.Headers.Location}", Token);
        var run = view.GetProperty("turns")[0].GetProperty("run_id").GetString();
        await client.GetStringAsync($"{created.Headers.Location}/runs/{run}/events", Token);
        await theirs.DeleteAsync($"{created.Headers.Location}", Token);
        using var gone = await client.GetAsync($"{created.Headers.Location}", Token);

        var one = Assert.Single(all.GetProperty("conversations").EnumerateArray());
        Assert.Equal(("How many orders by status?", 1), (one.GetProperty("title").GetString(), one.GetProperty("questions").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await using var db = await app.OpenPlatformAsync(Token);
        var trail = await db.AuditEntries.Where(e => e.Action.StartsWith("conversation.") && (e.UserId == admin.UserId || e.UserId == asker.UserId))
            .OrderBy(e => e.Id).Select(e => new { e.Action, e.UserId, e.Door }).ToListAsync(Token);
        Assert.Equal(
            [("conversation.ask", asker.UserId, "http"), ("conversation.view", admin.UserId, "http"), ("conversation.view", admin.UserId, "http"), ("conversation.remove", asker.UserId, "http")],
            trail.Select(e => (e.Action, e.UserId!.Value, e.Door)));
    }

    private static async Task RunAsync(HttpClient client, Visitor visitor, string sql)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql }, Token);
    }

    private async Task FillAsync(Visitor visitor, int count)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        await db.Database.ExecuteSqlAsync($"""
            insert into audit_entry (id, at, project_id, user_id, action, door, outcome, relations)
            select gen_random_uuid(), now() - n * interval '1 minute', (select id from project where slug = {visitor.Slug}), {visitor.UserId}, 'query', 'page', 'ran', array[]::text[]
            from generate_series(1, {count}) n
            """, Token);
    }
}
