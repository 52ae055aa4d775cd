using System.Text;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>The node types and fields that a SELECT may be made of, read from <c>SelectGrammar.txt</c>.</summary>
internal static class Grammar
{
    private static readonly NodeType[] Types = Load();
    private static readonly Utf8Names<NodeType> ByName = new(Types, type => type.Kind);
    private static readonly Dictionary<string, NodeType> ByKind = Types.ToDictionary(type => type.Kind);

    public static int TypeCount => Types.Length;

    public static NodeType? Find(string kind) => ByKind.GetValueOrDefault(kind);

    public static NodeType? Find(ReadOnlySpan<byte> kind) => ByName.Find(kind);

    private static NodeType[] Load()
    {
        var lines = TextResource.Lines("SelectGrammar.txt").Select(line => line.Split(' ')).ToList();
        NodeType[] types = [.. lines.Select((words, i) => new NodeType(i, words[0]))];
        var byKind = types.ToDictionary(type => type.Kind);
        foreach (var (type, words) in types.Zip(lines))
            type.SetFields(words[1..], byKind);
        return types;
    }
}

/// <summary>One node type.</summary>
/// <param name="index">Below <see cref="Grammar.TypeCount"/>.</param>
internal sealed class NodeType(int index, string kind)
{
    private Utf8Names<Field> _fields = new([], field => field.Name);

    public int Index { get; } = index;
    public string Kind { get; } = string.Intern(kind);
    public bool HasLocation { get; private set; }

    public Field? Find(ReadOnlySpan<byte> name) => _fields.Find(name);

    /// <param name="fields">A name and, where the tree leaves out the wrapper, the type that it holds.</param>
    internal void SetFields(string[] fields, Dictionary<string, NodeType> types)
    {
        HasLocation = fields.Contains("location");
        var parts = fields.Select(field => field.Split(':'));
        _fields = new([.. parts.Select(p => new Field(string.Intern(p[0]), p.Length > 1 ? types[p[1]] : null))], field => field.Name);
    }

    /// <param name="Name">Interned: to compare it with a literal is to compare references.</param>
    internal sealed record Field(string Name, NodeType? UnwrappedType)
    {
        public bool IsLocation { get; } = Name == "location";
    }
}

/// <summary>Finds what has a name without making a string of it. Names are few, so those of one length are compared one by one.</summary>
internal sealed class Utf8Names<T> where T : class
{
    private readonly (byte[] Name, T Value)[][] _byLength;

    public Utf8Names(IReadOnlyCollection<T> values, Func<T, string> name)
    {
        var named = values.ToLookup(value => name(value).Length, value => (Encoding.ASCII.GetBytes(name(value)), value));
        _byLength = [.. Enumerable.Range(0, named.Select(group => group.Key + 1).DefaultIfEmpty().Max()).Select(length => named[length].ToArray())];
    }

    public T? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < _byLength.Length)
            foreach (var (candidate, value) in _byLength[name.Length])
                if (name.SequenceEqual(candidate))
                    return value;
        return null;
    }
}
