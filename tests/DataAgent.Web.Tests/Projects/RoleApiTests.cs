using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.Projects;

[Collection(ApiCollection.Name)]
public sealed class RoleApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unsound_role_stops_queries_and_exports_until_an_admin_accepts_what_is_open()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token, app.AsOwner);
        using var client = await app.SignInAsync(visitor, Token);

        using var stopped = await QueryAsync(client, visitor);
        using var export = await client.PostAsJsonAsync($"{Path(visitor)}/export", new { sql = "select * from orders", format = "csv" }, Token);
        var standing = await client.GetFromJsonAsync<JsonElement>($"{Path(visitor)}/role", Token);
        string[] findings = [.. standing.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("name").GetString()!)];
        using var less = await client.PostAsJsonAsync($"{Path(visitor)}/role/accept", new { findings = findings[..1] }, Token);
        using var nothing = await client.PostAsJsonAsync($"{Path(visitor)}/role/accept", new { }, Token);
        using var accepted = await client.PostAsJsonAsync($"{Path(visitor)}/role/accept", new { findings }, Token);
        using var ran = await QueryAsync(client, visitor);
        using var checkedAgain = await client.PostAsync($"{Path(visitor)}/role/check", null, Token);
        var after = await checkedAgain.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal((HttpStatusCode.Forbidden, "role_not_accepted"), (stopped.StatusCode, await CodeAsync(stopped)));
        Assert.Equal((HttpStatusCode.Forbidden, "role_not_accepted"), (export.StatusCode, await CodeAsync(export)));
        Assert.Equal("stopped", standing.GetProperty("verdict").GetString());
        Assert.Contains("owns_nothing", findings);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed"), (less.StatusCode, await CodeAsync(less)));
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ran.StatusCode);
        Assert.Equal("accepted", after.GetProperty("verdict").GetString());
        Assert.Equal("Ada Lovelace", after.GetProperty("accepted").GetProperty("by").GetString());
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Who_is_no_admin_neither_checks_nor_accepts_nor_sees_what_is_open(Role role)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token, app.AsOwner);
        using var client = await app.SignInAsync(visitor, Token);
        using var asked = await QueryAsync(client, visitor);

        using var check = await client.PostAsync($"{Path(visitor)}/role/check", null, Token);
        using var accept = await client.PostAsJsonAsync($"{Path(visitor)}/role/accept", new { findings = new[] { "owns_nothing" } }, Token);
        var standing = await client.GetFromJsonAsync<JsonElement>($"{Path(visitor)}/role", Token);

        Assert.Equal((HttpStatusCode.Forbidden, "not_permitted"), (check.StatusCode, await CodeAsync(check)));
        Assert.Equal((HttpStatusCode.Forbidden, "not_permitted"), (accept.StatusCode, await CodeAsync(accept)));
        Assert.Equal(JsonValueKind.Null, standing.GetProperty("findings").ValueKind);
    }

    private static string Path(Visitor visitor) => $"/api/v1/projects/{visitor.Slug}";

    private static Task<HttpResponseMessage> QueryAsync(HttpClient client, Visitor visitor) =>
        client.PostAsJsonAsync($"{Path(visitor)}/query", new { sql = "select count(*) from orders" }, Token);

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString();
}
