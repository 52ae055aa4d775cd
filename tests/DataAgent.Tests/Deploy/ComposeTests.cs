using System.Text.RegularExpressions;
using DataAgent.Configuration;
using DataAgent.Credentials;
using DataAgent.Testing;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Tests.Deploy;

public sealed partial class ComposeTests
{
    private readonly Dictionary<object, object> _compose = YamlFiles.Read("compose.yaml").Single();

    private IEnumerable<(string Name, object Service)> Services =>
        ((Dictionary<object, object>)_compose["services"]).Select(one => ((string)one.Key, one.Value));

    [Fact]
    public void What_compose_asks_for_is_what_the_example_explains()
    {
        var asked = Variable().Matches(Checkout.Read("compose.yaml")).Select(match => match.Groups[1].Value).ToHashSet();
        var given = Assignment().Matches(Checkout.Read(".env.example")).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(asked.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
        Assert.Equal(given.Count, given.Distinct().Count());
    }

    [Fact]
    public void The_product_is_given_settings_that_it_knows_and_with_fresh_secrets_they_fit()
    {
        var example = Assignment().Matches(Checkout.Read(".env.example")).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        example["CREDENTIAL_KEYS"] = CredentialKeyRing.Generate();
        example["METRICS_TOKEN"] = new string('x', 44);
        foreach (var (_, service) in Services.Where(one => one.Name is "web" or "migrate"))
        {
            var settings = ((Dictionary<object, object>)service.At("environment")!).ToDictionary(
                one => ((string)one.Key).Replace("__", ":"), one => (string?)Variable().Replace((string)one.Value, match => example[match.Groups[1].Value]));
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

            Assert.All(settings.Keys, name => Assert.NotNull(SettingList.Find(name)));
            Assert.Empty(SettingsCheck.Problems(configuration));
        }
    }

    [Fact]
    public void Images_of_others_have_versions_and_nothing_is_started_that_may_be_more_than_it_must()
    {
        Assert.All(Services, one => Assert.Matches(@"^(dataagent:\$\{DATAAGENT_VERSION\}|[a-z]+:\d+\.\d+[\w.-]*)$", (string)one.Service.At("image")!));
        Assert.All(Services.Where(one => one.Name is "web" or "migrate"), one =>
        {
            Assert.Equal("true", one.Service.At("read_only"));
            Assert.Equal("ALL", one.Service.At("cap_drop/0"));
        });
        // Only the balancer is reached from outside.
        Assert.Equal(["balancer"], Services.Where(one => one.Service.At("ports") is not null).Select(one => one.Name));
    }

    [Fact]
    public void Services_networks_and_volumes_that_are_named_are_there()
    {
        var (services, networks, volumes) = (_compose.At("services").Keys().ToList(), _compose.At("networks").Keys().ToList(), _compose.At("volumes").Keys().ToList());
        foreach (var (name, service) in Services)
        {
            Assert.All(service.At("depends_on") is List<object> list ? list.Cast<string>() : service.At("depends_on").Keys(), other => Assert.Contains(other, services));
            Assert.All((List<object>?)service.At("networks") ?? [], network => Assert.Contains((string)network, networks));
            foreach (var mount in ((List<object>?)service.At("volumes") ?? []).Cast<string>().Select(volume => volume.Split(':')[0]))
            {
                if (mount.StartsWith("./", StringComparison.Ordinal))
                    Assert.True(Path.Exists(Path.Combine(Checkout.Root, mount)), $"{name}: {mount}");
                else if (!mount.StartsWith('$'))
                    Assert.Contains(mount, volumes);
            }
        }
    }

    [Fact]
    public void The_balancer_asks_where_the_image_listens()
    {
        var port = Regex.Match(Checkout.Read("Dockerfile"), @"ASPNETCORE_HTTP_PORTS=(\d+)").Groups[1].Value;

        Assert.Contains($"EXPOSE {port}", Checkout.Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains($"dynamic a web {port} ", Checkout.Read("deploy/Caddyfile"), StringComparison.Ordinal);
        Assert.Contains($"port: {port}", Checkout.Read("deploy/prometheus/scrape.yaml"), StringComparison.Ordinal);
        Assert.Contains($"containerPort: {port}", Checkout.Read("deploy/kubernetes/deployment.yaml"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^([A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
