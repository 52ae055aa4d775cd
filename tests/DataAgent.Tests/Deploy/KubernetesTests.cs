using DataAgent.Configuration;
using DataAgent.Testing;

namespace DataAgent.Tests.Deploy;

public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<Dictionary<object, object>> _all =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "deploy", "kubernetes")).Select(file => Path.GetRelativePath(Checkout.Root, file)).SelectMany(YamlFiles.Read),
    ];

    private static IEnumerable<object> Pods => new[] { "Deployment", "Job" }.Select(kind => One(kind).At("spec/template/spec")!);

    [Fact]
    public void Each_has_its_kind_and_name_in_the_same_namespace()
    {
        Assert.Equal(
            ["ConfigMap", "Deployment", "Ingress", "Job", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "Secret", "Service"],
            _all.Select(one => (string)one["kind"]).Order(StringComparer.Ordinal));
        Assert.All(_all, one => Assert.Equal("dataagent", one.At(one["kind"] is "Namespace" ? "metadata/name" : "metadata/namespace")));
        Assert.All(_all, one => Assert.NotNull(one.At("apiVersion")));
    }

    [Fact]
    public void Labels_ports_and_names_that_are_asked_for_are_there()
    {
        var labels = (Dictionary<object, object>)One("Deployment").At("spec/template/metadata/labels")!;

        Assert.Equal(labels, One("Deployment").At("spec/selector/matchLabels"));
        Assert.Equal(labels, One("Service").At("spec/selector"));
        Assert.Equal(labels, One("PodDisruptionBudget").At("spec/selector/matchLabels"));
        Assert.Equal(labels, One("NetworkPolicy").At("spec/podSelector/matchLabels"));
        Assert.NotEqual(labels, One("Job").At("spec/template/metadata/labels"));
        Assert.Equal(One("Deployment").At("spec/template/spec/containers/0/ports/0/name"), One("Service").At("spec/ports/0/targetPort"));
        Assert.Equal(One("Service").At("metadata/name"), One("Ingress").At("spec/rules/0/http/paths/0/backend/service/name"));
    }

    [Fact]
    public void Pods_are_nobody_and_write_nowhere_but_where_they_are_told()
    {
        foreach (var pod in Pods)
        {
            Assert.Equal(("true", "1654"), (pod.At("securityContext/runAsNonRoot"), pod.At("securityContext/runAsUser")));
            Assert.Equal(("true", "false"), (pod.At("containers/0/securityContext/readOnlyRootFilesystem"), pod.At("containers/0/securityContext/allowPrivilegeEscalation")));
            Assert.Equal("ALL", pod.At("containers/0/securityContext/capabilities/drop/0"));
            var mounts = ((List<object>)pod.At("containers/0/volumeMounts")!).Select(mount => mount.At("name"));
            Assert.Equal(((List<object>)pod.At("volumes")!).Select(volume => volume.At("name")), mounts);
        }

        Assert.Contains("USER 1654", Checkout.Read("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_known_and_each_file_is_a_key_of_the_secret()
    {
        var settings = ((Dictionary<object, object>)One("ConfigMap")["data"]).ToDictionary(one => (string)one.Key, one => (string)one.Value);
        var files = settings.Where(one => one.Key.EndsWith("_FILE", StringComparison.Ordinal)).ToList();

        Assert.All(settings.Keys, name => Assert.NotNull(SettingList.Find(name.Replace("_FILE", "").Replace("__", ":"))));
        Assert.All(settings.Keys.Except(files.Select(one => one.Key)), name => Assert.False(SettingList.Find(name.Replace("__", ":"))!.IsSecret));
        Assert.Equal(One("Secret").At("stringData").Keys().Order(StringComparer.Ordinal), files.Select(one => one.Value.Replace("/secrets/", "")).Order(StringComparer.Ordinal));
    }

    private static Dictionary<object, object> One(string kind) => _all.Single(one => one["kind"] is string its && its == kind);
}
