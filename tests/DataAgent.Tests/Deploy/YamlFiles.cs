using DataAgent.Testing;
using YamlDotNet.Serialization;

namespace DataAgent.Tests.Deploy;

/// <summary>Files of the repository as they are given to operators.</summary>
internal static class YamlFiles
{
    /// <summary>Every document of a YAML file, as dictionaries, lists and texts; anchors and merges are done.</summary>
    public static IReadOnlyList<Dictionary<object, object>> Read(string path)
    {
        using var reader = new StringReader(Checkout.Read(path));
        var parser = new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(reader));
        var yaml = new DeserializerBuilder().Build();
        List<Dictionary<object, object>> documents = [];
        YamlDotNet.Core.ParserExtensions.Consume<YamlDotNet.Core.Events.StreamStart>(parser);
        while (YamlDotNet.Core.ParserExtensions.Accept<YamlDotNet.Core.Events.DocumentStart>(parser, out _))
            documents.Add(yaml.Deserialize<Dictionary<object, object>>(parser));
        return documents;
    }

    /// <summary>What stands at a path such as <c>spec.template.spec</c>; a number is a place in a list.</summary>
    public static object? At(this object? node, string path) => path.Split('/').Aggregate(node, (at, part) => at switch
    {
        Dictionary<object, object> map => map.GetValueOrDefault(part),
        List<object> list when int.TryParse(part, out var index) && index < list.Count => list[index],
        _ => null,
    });

    public static IEnumerable<string> Keys(this object? node) => node is Dictionary<object, object> map ? map.Keys.Cast<string>() : [];
}
