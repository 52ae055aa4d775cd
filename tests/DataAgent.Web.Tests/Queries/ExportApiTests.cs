using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.Queries;

[Collection(ApiCollection.Name)]
public sealed class ExportApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Admin)]
    public async Task A_result_that_was_cut_is_exported_whole(Role role)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        using var asked = await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = "select order_id, note from orders order by 1" }, Token);
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("result_id").GetGuid();

        using var response = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/results/{id}/export?format=csv&bom=true", Token);
        var bytes = await response.Content.ReadAsByteArrayAsync(Token);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(902, System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n").Length);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(".csv", response.Content.Headers.ContentDisposition!.FileName);
        Assert.DoesNotContain("first", response.Content.Headers.ContentDisposition.FileName!);
        Assert.Equal("false", response.Headers.GetValues("X-Export-Truncated").Single());
    }

    [Fact]
    public async Task Sql_is_exported_in_each_format()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var lines = await PostAsync(client, visitor, "select 1.50 as n", "jsonl");
        using var book = await PostAsync(client, visitor, "select 1.50 as n", "xlsx");

        Assert.Equal("{\"n\":1.50}\n", await lines.Content.ReadAsStringAsync(Token));
        using var zip = new ZipArchive(await book.Content.ReadAsStreamAsync(Token));
        Assert.NotNull(zip.GetEntry("xl/worksheets/sheet2.xml"));
    }

    [Fact]
    public async Task A_viewer_is_refused_with_the_reason()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var sql = await PostAsync(client, visitor, "select 1", "csv");
        using var result = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/results/{Guid.NewGuid()}/export?format=csv", Token);

        foreach (var response in new[] { sql, result })
        {
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
            Assert.Equal("not_permitted", problem.GetProperty("code").GetString());
            Assert.Contains("analyst", problem.GetProperty("detail").GetString());
        }
    }

    [Theory]
    [InlineData("delete from orders", "csv", "query_refused")]
    [InlineData("select 1 / 0", "csv", "query_failed")]
    [InlineData("select 1", "pdf", "invalid")]
    [InlineData("", "csv", "invalid")]
    public async Task What_is_not_exported_has_a_code(string sql, string format, string code)
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var response = await PostAsync(client, visitor, sql, format);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(code, problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_query_that_breaks_half_way_breaks_the_transfer()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => PostAsync(client, visitor, "select 1 / (40000 - n) as broken from generate_series(1, 90000) n", "jsonl"));
    }

    [Fact]
    public async Task A_result_that_is_not_there_is_not_found()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var response = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/results/{Guid.NewGuid()}/export?format=csv", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Visitor visitor, string sql, string format) =>
        client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/export", new { sql, format }, Token);
}
