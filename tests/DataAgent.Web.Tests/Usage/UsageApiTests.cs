using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.Usage;

[Collection(ApiCollection.Name)]
public sealed class UsageApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_counted_by_whatever_is_asked_for()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        using var created = await client.PostAsync($"/api/v1/projects/{visitor.Slug}/conversations", null, Token);
        using var asked = await client.PostAsJsonAsync($"{created.Headers.Location}/messages", new { text = "How many orders by status?" }, Token);
        await asked.Content.ReadAsStringAsync(Token);

        foreach (var by in (string[])["day", "person", "model", "conversation"])
        {
            var report = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{visitor.Slug}/usage?by={by}&days=2", Token);

            Assert.Equal(1, report.GetProperty("total").GetProperty("questions").GetInt32());
            Assert.Equal(1, report.GetProperty("lines")[0].GetProperty("sum").GetProperty("questions").GetInt32());
            Assert.True(report.GetProperty("is_whole").GetBoolean());
        }
    }

    [Theory]
    [InlineData("by=planet", "by is day, person, model or conversation.")]
    [InlineData("by=3", "by is day, person, model or conversation.")]
    [InlineData("days=0", "days is a number from 1 to 3660.")]
    public async Task What_cannot_be_asked_for_is_said(string query, string sentence)
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var answer = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/usage?{query}", Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(sentence, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString());
    }
}
