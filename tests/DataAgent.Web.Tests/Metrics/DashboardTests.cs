using System.Text.Json;
using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Web.Tests.Metrics;

[Collection(ApiCollection.Name)]
public sealed partial class DashboardTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_figure_that_alerts_and_the_dashboard_ask_for_is_told()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        await using var beside = await app.StartBesideAsync($"--Metrics:Token={MetricsTests.Secret}");
        var told = Typed().Matches(await MetricsTests.WorkAndReadAsync(beside, visitor)).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var alerts = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy/prometheus/alerts.yaml"), Token);
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy/grafana/dataagent.json"), Token));
        var asked = dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).Append(alerts).SelectMany(text => Metric().Matches(text)).Select(match => match.Value).ToHashSet();

        Assert.InRange(asked.Count, 15, 100);
        Assert.All(asked, name => Assert.Contains(name, told.SelectMany(one => NamesOf(one.Key, one.Value))));
        // What is told of the product is looked at, too.
        Assert.Empty(told.Keys.Where(name => name.StartsWith("dataagent_", StringComparison.Ordinal) && !asked.Any(one => one.StartsWith(name, StringComparison.Ordinal)))
            .Except(["dataagent_model_duration_seconds"]));
    }

    private static string[] NamesOf(string name, string kind) => kind == "histogram" ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name];

    [GeneratedRegex(@"\b(dataagent|http_server)_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?m)^# TYPE (\S+) (\S+)$")]
    private static partial Regex Typed();
}
