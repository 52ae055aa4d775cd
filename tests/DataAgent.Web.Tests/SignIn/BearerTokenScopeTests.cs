using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed class BearerTokenScopeTests(WebApp app)
{
    [Fact]
    public void Every_endpoint_of_the_api_says_once_what_a_token_needs()
    {
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true).ToList();

        Assert.True(endpoints.Count > 40);
        Assert.All(endpoints, endpoint => Assert.Single(endpoint.Metadata.GetOrderedMetadata<BearerTokenScope>()));
    }

    [Fact]
    public void Endpoints_without_a_project_in_their_address_are_closed_to_tokens_of_one_project_unless_they_sift()
    {
        var open = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<BearerTokenScope>() is { Scope: not null, IsOfPlatform: false })
            .Where(endpoint => !endpoint.RoutePattern.RawText!.Contains("{slug}", StringComparison.Ordinal))
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/'));

        Assert.Equal(["/api/v1/account", "/api/v1/projects"], open.Order());
    }
}
