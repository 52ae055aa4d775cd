using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.SavedQueries;

[Collection(ApiCollection.Name)]
public sealed class SavedQueryApiTests(WebApp app)
{
    private static readonly object Draft = new
    {
        name = "Orders by status",
        description = "How many.",
        sql = "select count(*) as n from orders where status::text = :status and order_id <= :last",
        parameters = new object[] { new { name = "status", type = "text" }, new { name = "last", type = "integer" } },
        shared = true,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Admin)]
    public async Task A_query_is_saved_run_with_values_edited_and_removed(Role role)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var all = $"/api/v1/projects/{visitor.Slug}/saved-queries";

        using var saved = await client.PostAsJsonAsync(all, Draft, Token);
        var query = await saved.Content.ReadFromJsonAsync<JsonElement>(Token);
        var one = $"{all}/{query.GetProperty("id").GetGuid()}";
        using var ran = await client.PostAsJsonAsync($"{one}/run", new { parameters = new { status = "paid", last = "3" } }, Token);
        var table = await ran.Content.ReadFromJsonAsync<JsonElement>(Token);
        using var edited = await PutAsync(client, one, saved.Headers.ETag!.Tag, new { name = "One", sql = "select 1 as n" });
        var versions = await client.GetFromJsonAsync<JsonElement>($"{one}/versions", Token);
        using var removed = await client.DeleteAsync(one, Token);
        using var gone = await client.GetAsync(one, Token);

        Assert.Equal("\"1\"", saved.Headers.ETag.Tag);
        Assert.Equal("1", table.GetProperty("rows")[0][0].GetString());
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (edited.StatusCode, edited.Headers.ETag!.Tag));
        Assert.Equal(2, versions.GetArrayLength());
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, gone.StatusCode));
    }

    [Fact]
    public async Task Who_was_slower_is_told_and_who_names_no_version_too()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var all = $"/api/v1/projects/{visitor.Slug}/saved-queries";
        using var saved = await client.PostAsJsonAsync(all, Draft, Token);
        var one = $"{all}/{(await saved.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid()}";

        using var first = await PutAsync(client, one, "\"1\"", Draft);
        using var second = await PutAsync(client, one, "\"1\"", Draft);
        using var blind = await client.PutAsJsonAsync(one, Draft, Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        Assert.Contains("meanwhile", (await second.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString());
        Assert.Equal("\"2\"", second.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PreconditionRequired, blind.StatusCode);
    }

    [Fact]
    public async Task A_viewer_is_refused_with_the_reason()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var all = $"/api/v1/projects/{visitor.Slug}/saved-queries";

        using var listed = await client.GetAsync(all, Token);
        using var saved = await client.PostAsJsonAsync(all, Draft, Token);
        using var ran = await client.PostAsJsonAsync($"{all}/{Guid.NewGuid()}/run", new { }, Token);

        Assert.All([listed, saved, ran], response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        Assert.Contains("analyst", (await ran.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("""{"name":"x","sql":"delete from orders"}""")]
    [InlineData("""{"name":"","sql":"select 1"}""")]
    [InlineData("""{"name":"x","sql":"select :a","parameters":[{"name":"a","type":"regclass"}]}""")]
    [InlineData("""{"name":"x","sql":"select :a","parameters":[null]}""")]
    public async Task What_cannot_be_saved_says_why(string body)
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var response = await client.PostAsync(
            $"/api/v1/projects/{visitor.Slug}/saved-queries", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEqual("", (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString());
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string address, string version, object draft)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(draft) };
        request.Headers.TryAddWithoutValidation("If-Match", version);
        return client.SendAsync(request, Token);
    }
}
