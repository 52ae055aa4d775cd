using System.Collections.Frozen;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>The node types and fields that a SELECT may be made of, read from <c>SelectGrammar.txt</c>.</summary>
internal static class Grammar
{
    private static readonly FrozenDictionary<string, NodeType> Types = Load();
    private static readonly FrozenDictionary<string, NodeType>.AlternateLookup<ReadOnlySpan<char>> BySpan = Types.GetAlternateLookup<ReadOnlySpan<char>>();

    public static NodeType? Find(string kind) => Types.GetValueOrDefault(kind);

    public static NodeType? Find(ReadOnlySpan<char> kind) => BySpan.TryGetValue(kind, out var type) ? type : null;

    private static FrozenDictionary<string, NodeType> Load()
    {
        var lines = TextResource.Lines("SelectGrammar.txt").Select(line => line.Split(' ')).ToList();
        return lines.ToFrozenDictionary(words => words[0], words => new NodeType(words[0], words[1..]));
    }
}

/// <summary>One node type. A field is its name and, where the tree leaves out the wrapper, the type that it holds.</summary>
internal sealed class NodeType
{
    private readonly FrozenDictionary<string, Field>.AlternateLookup<ReadOnlySpan<char>> _fields;

    public NodeType(string kind, string[] fields)
    {
        Kind = kind;
        HasLocation = fields.Contains("location");
        _fields = fields.Select(field => field.Split(':'))
            .ToFrozenDictionary(parts => parts[0], parts => new Field(parts[0], parts.ElementAtOrDefault(1)))
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Kind { get; }
    public bool HasLocation { get; }

    public Field? Find(ReadOnlySpan<char> name) => _fields.TryGetValue(name, out var field) ? field : null;

    internal sealed record Field(string Name, string? UnwrappedType);
}
