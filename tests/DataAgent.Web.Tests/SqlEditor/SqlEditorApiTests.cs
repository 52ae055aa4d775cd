using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.SqlEditor;

[Collection(ApiCollection.Name)]
public sealed class SqlEditorApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Admin)]
    public async Task The_editor_is_told_tables_columns_and_functions(Role role)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token, project => project.ExcludedTables = ["customers"]);
        using var client = await app.SignInAsync(visitor, Token);

        var words = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{visitor.Slug}/sql/vocabulary", Token);

        var table = Assert.Single(words.GetProperty("tables").EnumerateArray());
        Assert.Equal(("orders", "table"), (table.GetProperty("name").GetString(), table.GetProperty("about").GetString()));
        Assert.Contains(table.GetProperty("columns").EnumerateArray(), c => c.GetProperty("name").GetString() == "total_amount" && c.GetProperty("type").GetString() == "numeric(24,10)");
        Assert.Contains(words.GetProperty("functions").EnumerateArray(), f => f.GetString() == "date_trunc");
    }

    [Fact]
    public async Task A_viewer_and_a_stranger_are_told_nothing()
    {
        var viewer = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        var stranger = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(viewer, Token);
        using var other = await app.SignInAsync(stranger, Token);
        using var anonymous = app.Anonymous(follow: false);
        var address = $"/api/v1/projects/{viewer.Slug}/sql/vocabulary";

        using var refused = await client.GetAsync(address, Token);
        using var unseen = await other.GetAsync(address, Token);
        using var unknown = await anonymous.GetAsync(address, Token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (refused.StatusCode, unseen.StatusCode, unknown.StatusCode));
        Assert.Contains("analyst", (await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString());
    }
}
