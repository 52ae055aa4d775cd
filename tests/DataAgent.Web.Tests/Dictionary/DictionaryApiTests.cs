using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.Dictionary;

[Collection(ApiCollection.Name)]
public sealed class DictionaryApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_is_written_with_the_version_that_was_seen_and_not_over_a_newer_one()
    {
        var (client, path) = await OpenAsync(Role.Admin);
        using var _ = client;

        using var first = await SendAsync(client, HttpMethod.Put, $"{path}/notes", new { table = "orders", column = "total_amount", unit = "EUR", synonyms = new[] { "turnover" } });
        using var blind = await SendAsync(client, HttpMethod.Put, $"{path}/notes", new { table = "orders", column = "total_amount", unit = "USD" });
        using var second = await SendAsync(client, HttpMethod.Put, $"{path}/notes", new { table = "orders", column = "total_amount", unit = "CHF" }, "\"1\"");
        using var late = await SendAsync(client, HttpMethod.Put, $"{path}/notes", new { table = "orders", column = "total_amount", unit = "USD" }, "\"1\"");
        var list = await client.GetFromJsonAsync<JsonElement>($"{path}/notes", Token);
        var dictionary = await client.GetStringAsync(path, Token);
        using var removed = await SendAsync(client, HttpMethod.Delete, $"{path}/notes?table=orders&column=total_amount", null, "\"2\"");

        Assert.Equal(("\"1\"", "\"2\""), (first.Headers.ETag?.Tag, second.Headers.ETag?.Tag));
        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (blind.StatusCode, late.StatusCode));
        Assert.Equal(2, (await late.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("version").GetInt32());
        Assert.Equal(("CHF", false), (list.GetProperty("notes")[0].GetProperty("unit").GetString(), list.GetProperty("notes")[0].GetProperty("is_orphaned").GetBoolean()));
        Assert.Contains("\"CHF\"", dictionary, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task A_hint_is_written_listed_and_removed()
    {
        var (client, path) = await OpenAsync(Role.Admin);
        using var _ = client;
        var hint = new { from_table = "orders", from_column = "note", to_table = "customers", to_column = "name" };

        using var added = await SendAsync(client, HttpMethod.Put, $"{path}/hints", hint);
        using var twice = await SendAsync(client, HttpMethod.Put, $"{path}/hints", hint);
        var list = await client.GetFromJsonAsync<JsonElement>($"{path}/notes", Token);
        using var removed = await SendAsync(
            client, HttpMethod.Delete, $"{path}/hints?from_table=orders&from_column=note&to_table=customers&to_column=name", null);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.BadRequest), (added.StatusCode, twice.StatusCode));
        Assert.Equal("customers", list.GetProperty("hints")[0].GetProperty("to_table").GetString());
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "notes", """{"table":"orders","description":"x"}""", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "notes?table=orders", null, HttpStatusCode.Forbidden)]
    [InlineData("PUT", "hints", """{"from_table":"a","from_column":"b","to_table":"c","to_column":"d"}""", HttpStatusCode.Forbidden)]
    [InlineData("POST", "refresh", null, HttpStatusCode.Forbidden)]
    [InlineData("POST", "refresh?dry_run=true", null, HttpStatusCode.OK)]
    [InlineData("GET", "notes", null, HttpStatusCode.OK)]
    public async Task Others_than_admins_read_only(string method, string what, string? body, HttpStatusCode expected)
    {
        var (client, path) = await OpenAsync(Role.Analyst);
        using var _ = client;

        using var response = await SendAsync(client, new(method), $"{path}/{what}", body is null ? null : JsonDocument.Parse(body));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"description":"x"}""", null, "invalid")]
    [InlineData("""{"table":"orders"}""", null, "invalid")]
    [InlineData("""{"table":"orders","description":"x"}""", "W/\"1\"", "invalid")]
    [InlineData("""{"table":"nothing","description":"x"}""", null, "not_found")]
    public async Task Mistakes_have_a_code_and_a_sentence(string body, string? seen, string code)
    {
        var (client, path) = await OpenAsync(Role.Admin);
        using var _ = client;

        using var response = await SendAsync(client, HttpMethod.Put, $"{path}/notes", JsonDocument.Parse(body), seen);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_refresh_tells_what_changed_and_a_dry_run_too()
    {
        var (client, path) = await OpenAsync(Role.Admin);
        using var _ = client;

        using var before = await SendAsync(client, HttpMethod.Post, $"{path}/refresh", null);
        await app.ChangeShopAsync("create table shop.parcels (id int)");
        try
        {
            using var dry = await SendAsync(client, HttpMethod.Post, $"{path}/refresh?dry_run=true", null);
            using var saved = await SendAsync(client, HttpMethod.Post, $"{path}/refresh", null);
            using var again = await SendAsync(client, HttpMethod.Post, $"{path}/refresh", null);

            Assert.Equal((false, "parcels"), await ReadAsync(dry));
            Assert.Equal((true, "parcels"), await ReadAsync(saved));
            Assert.Equal((true, ""), await ReadAsync(again));
        }
        finally
        {
            await app.ChangeShopAsync("drop table shop.parcels");
        }
    }

    [Fact]
    public async Task A_refresh_names_the_saved_queries_that_it_breaks()
    {
        var (client, path) = await OpenAsync(Role.Admin);
        using var _ = client;
        await app.ChangeShopAsync("create table shop.parcels (id int)");
        try
        {
            using var known = await SendAsync(client, HttpMethod.Post, $"{path}/refresh", null);
            using var saved = await SendAsync(
                client, HttpMethod.Post, path.Replace("/dictionary", "/saved-queries", StringComparison.Ordinal), new { name = "Parcels", sql = "select count(*) as n from parcels" });
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Token));
        }
        finally
        {
            await app.ChangeShopAsync("drop table shop.parcels");
        }

        using var refresh = await SendAsync(client, HttpMethod.Post, $"{path}/refresh", null);
        var broken = (await refresh.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("broken_queries");

        Assert.Equal("Parcels", Assert.Single(broken.GetProperty("queries").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(0, broken.GetProperty("hidden").GetInt32());
    }

    private static async Task<(bool Saved, string Added)> ReadAsync(HttpResponseMessage response)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        var added = answer.GetProperty("changes").GetProperty("added_tables").EnumerateArray().Select(t => t.GetString());
        return (answer.GetProperty("saved").GetBoolean(), string.Join(',', added));
    }

    private async Task<(HttpClient Client, string Path)> OpenAsync(Role role)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token);
        return (await app.SignInAsync(visitor, Token), $"/api/v1/projects/{visitor.Slug}/dictionary");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, object? body, string? seen = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (seen is not null)
            request.Headers.TryAddWithoutValidation("If-Match", seen);
        return await client.SendAsync(request, Token);
    }
}
