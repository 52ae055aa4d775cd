using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Data;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace DataAgent.Web.Tests.Visualizations;

[Collection(ApiCollection.Name)]
public sealed class ChartApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chart_is_a_picture_of_the_size_and_theme_asked_for()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var chart = await DrawAsync(client, visitor);

        using var usual = await client.GetAsync($"{chart}.png", Token);
        using var dark = await client.GetAsync($"{chart}.png?width=640&height=400&theme=dark", Token);

        Assert.Equal("image/png", usual.Content.Headers.ContentType!.MediaType);
        Assert.True(usual.Headers.CacheControl!.Private);
        using var first = SKBitmap.Decode(await usual.Content.ReadAsByteArrayAsync(Token));
        using var second = SKBitmap.Decode(await dark.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal((1000, 560, SKColors.White), (first.Width, first.Height, first.GetPixel(0, 0)));
        Assert.Equal((640, 400, SKColor.Parse("#0f1216")), (second.Width, second.Height, second.GetPixel(0, 0)));
    }

    [Theory]
    [InlineData("width=199", "width")]
    [InlineData("width=1e3", "width")]
    [InlineData("height=4001", "height")]
    [InlineData("height=-5", "height")]
    [InlineData("theme=blue", "theme")]
    public async Task A_bad_value_is_named(string query, string field)
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var response = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/charts/{Guid.NewGuid()}.png?{query}", Token);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task Whoever_does_not_see_the_result_sees_no_picture_of_it()
    {
        var owner = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(owner, Token);
        var chart = await DrawAsync(client, owner);
        using var stranger = await app.SignInAsync(await app.AddVisitorAsync(Role.Admin, "offline", Token), Token);
        using var nobody = app.Anonymous(follow: false);

        using var strange = await stranger.GetAsync($"{chart}.png", Token);
        using var signedOut = await nobody.GetAsync($"{chart}.png", Token);
        using var unknown = await client.GetAsync($"/api/v1/projects/{owner.Slug}/charts/{Guid.NewGuid()}.png", Token);

        Assert.Equal(HttpStatusCode.NotFound, strange.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, signedOut.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_result_is_drawn_as_its_reader_chooses()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var result = await ResultOfAsync(await DrawAsync(client, visitor), visitor);

        var figure = await client.GetFromJsonAsync<JsonElement>($"{result}/figure?chart_type=pie&x_column=status&title=Mine", Token);
        using var picture = await client.GetAsync($"{result}/figure.png?chart_type=pie&x_column=status&width=300&height=300", Token);

        Assert.Equal("pie", figure.GetProperty("data")[0].GetProperty("type").GetString());
        Assert.Equal(3, figure.GetProperty("data")[0].GetProperty("labels").GetArrayLength());
        using var bitmap = SKBitmap.Decode(await picture.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal((300, 300), (bitmap.Width, bitmap.Height));
    }

    [Theory]
    [InlineData("chart_type=doughnut&x_column=status", "chart_type", "bar, line, scatter")]
    [InlineData("chart_type=2&x_column=status", "chart_type", "bar, line, scatter")]
    [InlineData("chart_type=bar", "x_column", "Name the column")]
    [InlineData("chart_type=bar&x_column=state", "x_column", "The columns are: status (")]
    [InlineData("chart_type=line&x_column=status", "y_column", "needs y_column")]
    [InlineData("chart_type=bar&x_column=status&y_column=status", "y_column", "needs numbers")]
    [InlineData("chart_type=bar&x_column=status&color_column=shade", "color_column", "There is no column \"shade\"")]
    public async Task A_choice_that_does_not_fit_is_answered_with_what_does(string choice, string field, string sentence)
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var result = await ResultOfAsync(await DrawAsync(client, visitor), visitor);

        foreach (var path in (string[])["figure", "figure.png"])
        {
            using var response = await client.GetAsync($"{result}/{path}?{choice}", Token);
            var problem = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors")[0];

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal(field, problem.GetProperty("field").GetString());
            Assert.Contains(sentence, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_does_not_see_a_result_learns_nothing_of_its_columns()
    {
        var owner = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        using var client = await app.SignInAsync(owner, Token);
        var result = await ResultOfAsync(await DrawAsync(client, owner), owner);
        using var other = await app.SignInAsync(await app.AddPersonAsync(Token, owner, Role.Viewer), Token);

        foreach (var path in (string[])["figure", "figure.png"])
        {
            using var right = await other.GetAsync($"{result}/{path}?chart_type=bar&x_column=status", Token);
            using var wrong = await other.GetAsync($"{result}/{path}?chart_type=bar&x_column=nothing", Token);

            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (right.StatusCode, wrong.StatusCode));
        }
    }

    /// <returns>The path of the result that a chart is drawn from.</returns>
    private async Task<string> ResultOfAsync(string chart, Visitor visitor)
    {
        var id = Guid.Parse(chart[(chart.LastIndexOf('/') + 1)..]);
        await using var db = await app.OpenPlatformAsync(Token);
        return $"/api/v1/projects/{visitor.Slug}/results/{await db.Charts.Where(c => c.Id == id).Select(c => c.ResultId).SingleAsync(Token)}";
    }

    /// <returns>The path of a chart.</returns>
    private async Task<string> DrawAsync(HttpClient client, Visitor visitor)
    {
        var project = $"/api/v1/projects/{visitor.Slug}";
        using var started = await client.PostAsync($"{project}/conversations", null, Token);
        using var asked = await client.PostAsJsonAsync($"{started.Headers.Location!.OriginalString}/messages", new { text = "Bar chart of orders by status" }, Token);
        Assert.Contains("run.ended", await asked.Content.ReadAsStringAsync(Token));
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Token);
        return $"{project}/charts/{await db.Charts.Where(c => db.Projects.Any(p => p.Id == c.ProjectId && p.Slug == visitor.Slug)).Select(c => c.Id).SingleAsync(Token)}";
    }
}
