using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using DataAgent.Projects;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataAgent.Web.Tests.Shell;

/// <summary>A host that was told of a collector, and a collector that keeps what it is sent.</summary>
[Collection(ApiCollection.Name)]
public sealed class TelemetryExportTests(WebApp app)
{
    private const string Marker = "4711";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_and_metrics_reach_a_collector_without_data_or_sign_in_links()
    {
        var sent = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectAsync(sent);
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        await using (var beside = await app.StartBesideAsync($"--{TelemetryExport.Endpoint}={collector.Urls.Single()}", $"--{TelemetryExport.Protocol}=http/protobuf"))
        {
            using var client = new HttpClient { BaseAddress = new Uri(beside.Url) };
            using var signedIn = await client.GetAsync(visitor.Link, Token);
            signedIn.EnsureSuccessStatusCode();
            using var answer = await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = $"select {Marker} as mine" }, Token);
            answer.EnsureSuccessStatusCode();
        }

        var traces = sent["/v1/traces"];
        Assert.Contains("data-agent", traces, StringComparison.Ordinal);
        Assert.Contains("dataagent.outcome", traces, StringComparison.Ordinal);
        Assert.Contains("/api/v1/projects/{slug}/query", traces, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", sent["/v1/metrics"], StringComparison.Ordinal);
        var link = visitor.Link.Split('=')[1];
        Assert.All(sent.Values, text => Assert.False(text.Contains(Marker, StringComparison.Ordinal) || text.Contains(link, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_address_that_is_none_stops_the_start_with_a_sentence()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(TelemetryExport.Endpoint, "collector:4317")]).Build();

        var no = Assert.Throws<FormatException>(() => new ServiceCollection().AddTelemetryExport(settings));

        Assert.Equal("OTEL_EXPORTER_OTLP_ENDPOINT must be an address such as http://localhost:4317.", no.Message);
    }

    private static async Task<WebApplication> CollectAsync(ConcurrentDictionary<string, string> sent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.MapPost("/v1/{kind}", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            sent.AddOrUpdate(context.Request.Path, Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
        await collector.StartAsync();
        return collector;
    }
}
