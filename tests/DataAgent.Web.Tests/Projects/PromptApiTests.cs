using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.Projects;

[Collection(ApiCollection.Name)]
public sealed class PromptApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_reads_what_is_sent_part_by_part()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "anthropic", Token, project => project.SystemPrompt = "Amounts are in euros.");
        using var client = await app.SignInAsync(visitor, Token);

        var prompt = await client.GetFromJsonAsync<JsonElement>(Path(visitor), Token);

        var parts = prompt.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(["base", "project", "dictionary", "limits"], parts.Take(4).Select(p => p.GetProperty("name").GetString()));
        Assert.Contains("Amounts are in euros.", prompt.GetProperty("system").GetString());
        Assert.StartsWith("{", parts[^1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(parts[^1].GetProperty("is_tool").GetBoolean());
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        var analyst = await app.AddVisitorAsync(Role.Analyst, "anthropic", Token);
        using var client = await app.SignInAsync(analyst, Token);
        using var stranger = await app.SignInAsync(await app.AddVisitorAsync(Role.Admin, "offline", Token), Token);

        using var forbidden = await client.GetAsync(Path(analyst), Token);
        using var strange = await stranger.GetAsync(Path(analyst), Token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (forbidden.StatusCode, strange.StatusCode));
    }

    private static string Path(Visitor visitor) => $"/api/v1/projects/{visitor.Slug}/prompt";
}
