using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed class LimitTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_servers_together_stop_a_person_who_asks_too_often_and_nobody_else()
    {
        await using var first = await app.StartBesideAsync("--Limits:RequestsPerMinute=5");
        await using var second = await app.StartBesideAsync("--Limits:RequestsPerMinute=5");
        var (busy, other) = (await app.AddVisitorAsync(Role.Viewer, "offline", Token), await app.AddVisitorAsync(Role.Viewer, "offline", Token));
        using var here = await ProgramAsync(first, busy);
        using var there = await ProgramAsync(second, busy);
        using var calm = await ProgramAsync(second, other);

        List<HttpResponseMessage> responses = [];
        for (var i = 0; i < 11; i++)
            responses.Add(await (i % 2 == 0 ? here : there).GetAsync("/api/v1/projects", Token));
        using var unbothered = await calm.GetAsync("/api/v1/projects", Token);

        // Eleven requests may fall into two minutes, which have five each.
        Assert.InRange(responses.Count(r => r.StatusCode == HttpStatusCode.OK), 5, 10);
        var refused = responses.First(r => r.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("rate_limited", (await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, unbothered.StatusCode);
        responses.ForEach(response => response.Dispose());
    }

    [Fact]
    public async Task A_project_whose_models_took_the_tokens_of_the_day_is_asked_nothing_more_until_the_next()
    {
        await using var beside = await app.StartBesideAsync("--Limits:ModelTokensPerDay=1000");
        var visitor = await app.AddVisitorAsync(Role.Analyst, "anthropic", Token);
        using var program = await ProgramAsync(beside, visitor);
        var conversations = $"/api/v1/projects/{visitor.Slug}/conversations";
        using var begun = await program.PostAsync(conversations, null, Token);
        var messages = $"{conversations}/{(await begun.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid()}/messages";
        await AddCallAsync(visitor, DateTimeOffset.UtcNow, 1200);

        using var over = await program.PostAsJsonAsync(messages, new { text = "How many orders are there?" }, Token);

        var problem = await over.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (over.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains("after midnight UTC", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(over.Headers.RetryAfter!.Delta <= TimeSpan.FromDays(1));
    }

    private async Task<HttpClient> ProgramAsync(Beside beside, Visitor visitor)
    {
        var made = await app.Services.GetRequiredService<ApiTokens>().AddAsync(
            visitor.UserId, new TokenDraft(Guid.NewGuid().ToString("n"), ["read", "ask"]), QueryDoor.CommandLine, Token);
        var program = new HttpClient { BaseAddress = new Uri(beside.Url) };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<TokenOutcome.Made>(made).Secret);
        return program;
    }

    private async Task AddCallAsync(Visitor visitor, DateTimeOffset at, long tokens)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        var project = await db.Projects.SingleAsync(p => p.Slug == visitor.Slug, Token);
        db.ModelCalls.Add(new ModelCall
        {
            Id = Guid.CreateVersion7(),
            At = at,
            ProjectId = project.Id,
            UserId = visitor.UserId,
            Purpose = "answer",
            Provider = "anthropic",
            Model = "claude-sonnet-5-5",
            InputTokens = tokens / 2,
            OutputTokens = tokens / 2,
        });
        await db.SaveChangesAsync(Token);
    }
}
