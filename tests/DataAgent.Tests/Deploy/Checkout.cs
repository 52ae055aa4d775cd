using YamlDotNet.Serialization;

namespace DataAgent.Tests.Deploy;

/// <summary>Files of the repository as they are given to operators.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Every document of a YAML file, as dictionaries, lists and texts; anchors and merges are done.</summary>
    public static IReadOnlyList<Dictionary<object, object>> Yaml(string path)
    {
        using var reader = new StringReader(Read(path));
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

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DataAgent.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run from a checkout.");
        return folder;
    }
}
