using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Web.Tests.Projects;

[Collection(ApiCollection.Name)]
public sealed class ModelApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_tests_the_projects_model()
    {
        await using var model = await ModelDouble.StartAsync(Says.Call("c", "report_number", "{\"number\":", "42}"), Says.Error(401, "invalid_api_key"));
        var visitor = await app.AddVisitorAsync(Role.Admin, "openai", Token, Uses(model));
        using var client = await app.SignInAsync(visitor, Token);

        using var works = await client.PostAsync(Path(visitor), null, Token);
        using var fails = await client.PostAsync(Path(visitor), null, Token);
        var (good, bad) = (await works.Content.ReadFromJsonAsync<JsonElement>(Token), await fails.Content.ReadFromJsonAsync<JsonElement>(Token));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (works.StatusCode, fails.StatusCode));
        Assert.True(good.GetProperty("works").GetBoolean());
        Assert.Equal(2000, good.GetProperty("tokens").GetProperty("cache_read").GetInt32());
        Assert.False(bad.GetProperty("works").GetBoolean());
        Assert.Equal("The provider asks for an API key, and there is none. Ask an admin of the project to enter one.", bad.GetProperty("failure").GetString());
    }

    [Fact]
    public async Task Nobody_else_does_and_without_a_model_there_is_nothing_to_test()
    {
        await using var model = await ModelDouble.StartAsync();
        var analyst = await app.AddVisitorAsync(Role.Analyst, "openai", Token, Uses(model));
        var offline = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var first = await app.SignInAsync(analyst, Token);
        using var second = await app.SignInAsync(offline, Token);

        using var forbidden = await first.PostAsync(Path(analyst), null, Token);
        using var nothing = await second.PostAsync(Path(offline), null, Token);
        using var strange = await second.PostAsync(Path(analyst), null, Token);

        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, strange.StatusCode);
        Assert.Empty(model.Requests);
    }

    private static Action<Project> Uses(ModelDouble model) => project => (project.LlmModel, project.ModelBaseUrl) = ("m", model.OpenAIBaseUrl);

    private static string Path(Visitor visitor) => $"/api/v1/projects/{visitor.Slug}/model/test";
}
