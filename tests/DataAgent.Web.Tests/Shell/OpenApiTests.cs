using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Testing;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.Shell;

[Collection(ApiCollection.Name)]
public sealed partial class OpenApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_of_the_api_is_described_with_a_summary_what_it_gives_and_how_it_fails()
    {
        var paths = (await ReadAsync()).GetProperty("paths");

        foreach (var endpoint in Endpoints())
        {
            var path = "/" + Constraint().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "}");
            Assert.True(paths.TryGetProperty(path, out var item) || paths.TryGetProperty(path + "/", out item), path);
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
            {
                var operation = item.GetProperty(method.ToLowerInvariant());
                var statuses = operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToList();
                Assert.True(operation.GetProperty("summary").GetString() is { Length: > 5 }, path);
                Assert.Contains(statuses, status => status[0] == '2');
                Assert.Contains("401", statuses);
                Assert.Equal(path.Contains('{'), statuses.Contains("404"));
                Assert.Equal(endpoint.Metadata.GetRequiredMetadata<BearerTokenScope>().Scope is not null, operation.TryGetProperty("security", out _));
            }
        }
    }

    [Fact]
    public async Task Tokens_problems_and_bodies_are_described()
    {
        var document = await ReadAsync();

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token");
        var problem = document.GetProperty("components").GetProperty("schemas").GetProperty("ProblemDetails");
        var query = document.GetProperty("paths").GetProperty("/api/v1/projects/{slug}/query").GetProperty("post");
        Assert.Equal(("http", "bearer"), (scheme.GetProperty("type").GetString(), scheme.GetProperty("scheme").GetString()));
        Assert.True(problem.GetProperty("properties").TryGetProperty("code", out _));
        Assert.Contains("SqlText", query.GetProperty("requestBody").ToString(), StringComparison.Ordinal);
        Assert.Contains("TableAnswer", query.GetProperty("responses").GetProperty("200").ToString(), StringComparison.Ordinal);
        Assert.Contains("row_count", document.GetProperty("components").GetProperty("schemas").GetProperty("TableAnswer").ToString(), StringComparison.Ordinal);
        var patch = document.GetProperty("paths").GetProperty("/api/v1/projects/{slug}").GetProperty("patch").GetProperty("requestBody").ToString();
        Assert.Contains("max_rows_per_query", patch, StringComparison.Ordinal);
        Assert.DoesNotContain("required\": [", patch, StringComparison.Ordinal);
        Assert.Equal("ask", query.GetProperty("security")[0].GetProperty("token")[0].GetString());
    }

    [Fact]
    public async Task The_guide_lists_every_endpoint_with_the_scope_it_needs()
    {
        var paths = (await ReadAsync()).GetProperty("paths").EnumerateObject();

        var described = paths.SelectMany(path => path.Value.EnumerateObject().Select(operation =>
            $"| `{operation.Name.ToUpperInvariant()}` | `{Short(path.Name)}` | {Scope(operation.Value)} | {operation.Value.GetProperty("summary").GetString()} |"));

        var listed = (await File.ReadAllLinesAsync(Path.Combine(Checkout.Root, "docs", "guide", "api.md"), Token)).Where(line => Row().IsMatch(line));
        Assert.Equal(described.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Strangers_do_not_read_it()
    {
        using var stranger = app.Anonymous(follow: false);

        using var response = await stranger.GetAsync("/openapi/v1.json", Token);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<BearerTokenScope>() is not null);

    private async Task<JsonElement> ReadAsync()
    {
        using var client = await app.SignInAsync(await app.AddVisitorAsync(Role.Viewer, "offline", Token), Token);
        return JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Token)).RootElement;
    }

    private static string Short(string path)
    {
        const string OfProject = "/projects/{slug}/";
        var rest = path["/api/v1".Length..].TrimEnd('/');
        return rest.StartsWith(OfProject, StringComparison.Ordinal) ? $"…/{rest[OfProject.Length..]}" : rest;
    }

    private static string Scope(JsonElement operation) =>
        operation.TryGetProperty("security", out var security) ? security[0].GetProperty("token")[0].GetString()! : "people";

    [GeneratedRegex("^\\| `[A-Z]+` \\| `[/…]")]
    private static partial Regex Row();

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
