using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Testing;
using DataAgent.Usage;

namespace DataAgent.Web.Tests.Operations;

[Collection(ApiCollection.Name)]
public sealed class OperationsTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_process_tells_the_same_of_servers_queries_and_models_and_never_SQL()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        foreach (var sql in new[] { "select 4711081500 as mine", "delete from shop.orders", "select pg_sleep(0.01)", "select 1 / 0" })
            using (await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql }, Token))
            {
            }

        await FailAsync(visitor);
        var administrator = await app.AddPersonAsync(Token, isAdministrator: true);
        using var here = await app.SignInAsync(administrator, Token);
        await using var beside = await app.StartBesideAsync();
        using var there = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(beside.Url) };
        using var signedIn = await there.GetAsync(new Uri(await app.AddLinkAsync(administrator, Token)).PathAndQuery, Token);
        var told = await here.GetFromJsonAsync<JsonElement>("/api/v1/operations", Token);
        var toldThere = await there.GetFromJsonAsync<JsonElement>("/api/v1/operations", Token);

        Assert.StartsWith("0.1", told.GetProperty("versions").GetProperty("product").GetString(), StringComparison.Ordinal);
        Assert.InRange(told.GetProperty("servers").GetArrayLength(), 2, 100);
        Assert.Contains(told.GetProperty("queries").EnumerateArray(), q => $"{q.GetProperty("outcome")} {q.GetProperty("kind")}" == "refused NotReadOnly");
        Assert.Contains(told.GetProperty("queries").EnumerateArray(), q => $"{q.GetProperty("outcome")} {q.GetProperty("kind")}" == "failed 22012");
        Assert.Contains(told.GetProperty("model_errors").EnumerateArray(), e => e.GetProperty("reason").GetString() == "It was too busy.");
        Assert.InRange(told.GetProperty("connections").GetProperty("open").GetInt32(), 1, told.GetProperty("connections").GetProperty("limit").GetInt32());
        Assert.Contains(toldThere.GetProperty("model_errors").EnumerateArray(), e => e.GetProperty("reason").GetString() == "It was too busy.");
        Assert.DoesNotContain("4711081500", told.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_question_is_counted_with_the_process_that_works_on_it()
    {
        var hang = new TaskCompletionSource();
        await using var model = await ModelDouble.StartAsync("http://127.0.0.1:0", request => Says.Then("", new WaitPiece(hang.Task.WaitAsync(request.Aborted))));
        var visitor = await app.AddVisitorAsync(Role.Viewer, "openai", Token, project => (project.LlmModel, project.ModelBaseUrl) = ("m", model.OpenAIBaseUrl));
        using var client = await app.SignInAsync(visitor, Token);
        using var here = await app.SignInAsync(await app.AddPersonAsync(Token, isAdministrator: true), Token);
        using var created = await client.PostAsync($"/api/v1/projects/{visitor.Slug}/conversations", null, Token);
        using var question = new HttpRequestMessage(HttpMethod.Post, $"{created.Headers.Location}/messages") { Content = JsonContent.Create(new { text = "How many?" }) };
        using var asked = await client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, Token);
        await model.WaitForRequestAsync(Token);

        var told = await here.GetFromJsonAsync<JsonElement>("/api/v1/operations", Token);
        hang.SetResult();

        Assert.InRange(told.GetProperty("servers").EnumerateArray().Sum(one => one.GetProperty("live_runs").GetInt32()), 1, 100);
    }

    [Fact]
    public async Task The_page_is_for_platform_administrators_alone()
    {
        var member = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var theirs = await app.SignInAsync(member, Token);
        using var ours = await app.SignInAsync(await app.AddPersonAsync(Token, isAdministrator: true), Token);

        var (refused, shown) = (await theirs.GetStringAsync("/admin/operations", Token), await ours.GetStringAsync("/admin/operations", Token));

        Assert.Contains("Only a platform administrator", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("Slowest queries", refused, StringComparison.Ordinal);
        Assert.Contains("Slowest queries of the last day", shown, StringComparison.Ordinal);
    }

    private async Task FailAsync(Visitor visitor)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        var project = db.Projects.Single(p => p.Slug == visitor.Slug);
        db.ModelCalls.Add(new ModelCall
        {
            Id = Guid.CreateVersion7(),
            At = DateTimeOffset.UtcNow,
            ProjectId = project.Id,
            UserId = visitor.UserId,
            Purpose = "answer",
            Provider = "openai",
            Model = "m",
            Failure = "It was too busy.",
        });
        await db.SaveChangesAsync(Token);
    }
}
