using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.Queries;

[Collection(ApiCollection.Name)]
public sealed class QueryApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_with_every_digit_with_nulls_and_are_kept()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var response = await client.PostAsJsonAsync(
            $"/api/v1/projects/{visitor.Slug}/query", new { sql = "select total_amount, note from orders where order_id = 1" }, Token);
        var ran = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        var kept = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{visitor.Slug}/results/{ran.GetProperty("result_id").GetGuid()}", Token);

        Assert.Equal("1234.5678901234", kept.GetProperty("rows")[0][0].GetString());
        Assert.Equal(JsonValueKind.Null, kept.GetProperty("rows")[0][1].ValueKind);
        Assert.Equal("number", kept.GetProperty("columns")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_table_that_was_cut_says_so()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var response = await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = "select * from orders" }, Token);
        var table = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.True(table.GetProperty("truncated").GetBoolean());
        Assert.Equal(500, table.GetProperty("row_count").GetInt32());
        Assert.NotEqual("", table.GetProperty("cut_reason").GetString());
    }

    [Theory]
    [InlineData("delete from orders", "query_refused")]
    [InlineData("select * from pg_shadow", "query_refused")]
    [InlineData("select 1 / 0", "query_failed")]
    [InlineData("", "invalid")]
    public async Task What_does_not_run_has_a_code_and_a_sentence(string sql, string code)
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var response = await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql }, Token);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_result_of_another_project_is_not_found()
    {
        var owner = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(owner, Token);
        using var response = await client.PostAsJsonAsync($"/api/v1/projects/{owner.Slug}/query", new { sql = "select 1 as one" }, Token);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("result_id").GetGuid();
        var other = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var stranger = await app.SignInAsync(other, Token);

        using var read = await stranger.GetAsync($"/api/v1/projects/{other.Slug}/results/{id}", Token);

        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }
}
