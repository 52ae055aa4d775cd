using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>Reads libpg_query's JSON into nodes and notes everything that the grammar table does not list.</summary>
/// <remarks>The JSON leaves out fields that are zero, false or empty, and writes a NULL in a list as <c>{}</c>.</remarks>
internal sealed class TreeReader
{
    /// <summary>Two levels of JSON a level of SQL: some 500 operands in one chain of <c>+</c>, far above what people write.</summary>
    public const int MaxDepth = 1000;

    private readonly List<Unlisted> _unlisted = [];
    private readonly List<SqlNode>?[] _byType = new List<SqlNode>?[Grammar.TypeCount];

    // Fields and items of the nodes that are not yet read to their end, those of the innermost last.
    private readonly Pile<SqlNode.Field> _fields = new();
    private readonly Pile<SqlNode> _items = new();

    /// <exception cref="JsonException">It is nested too deeply.</exception>
    /// <exception cref="InsufficientExecutionStackException">It is nested too deeply for this thread.</exception>
    public static ParsedSql Read(string text, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var tree = new TreeReader();
        var statements = tree.ReadStatements(ref reader);
        return new ParsedSql(text, statements, tree._unlisted, tree._byType);
    }

    private List<Statement> ReadStatements(ref Utf8JsonReader json)
    {
        var statements = new List<Statement>();
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isStatements = json.ValueTextEquals("stmts");
            json.Read();
            if (!isStatements)
                json.Skip();
            else
                while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                    statements.Add(ReadStatement(ref json));
        }

        return statements;
    }

    private Statement ReadStatement(ref Utf8JsonReader json)
    {
        SqlNode? node = null;
        int start = 0, length = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("stmt_location"))
                start = ReadInt(ref json);
            else if (json.ValueTextEquals("stmt_len"))
                length = ReadInt(ref json);
            else if (json.ValueTextEquals("stmt") && json.Read())
                node = ReadWrapped(ref json, null);
            else
                throw new JsonException("Unknown field of a statement.");
        }

        return new Statement(node ?? throw new JsonException("A statement without a node."), start, length);
    }

    /// <summary><c>{"Type": {...}}</c>, or null for <c>{}</c>.</summary>
    private SqlNode? ReadWrapped(ref Utf8JsonReader json, SqlNode? parent)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
            return null;
        var type = Grammar.Find(json.ValueSpan);
        var kind = type?.Kind ?? json.GetString()!;
        json.Read();
        var node = type is null ? ReadUnlisted(ref json, kind, parent) : ReadFields(ref json, type, parent);
        json.Read();
        return json.TokenType == JsonTokenType.EndObject ? node : throw new JsonException("A node with two types.");
    }

    private SqlNode ReadUnlisted(ref Utf8JsonReader json, string kind, SqlNode? parent)
    {
        var node = new SqlNode(kind, parent);
        _unlisted.Add(new Unlisted(node, null));
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isLocation = json.ValueTextEquals("location");
            json.Read();
            if (isLocation)
                node.Location = json.GetInt32();
            else
                json.Skip();
        }

        return node;
    }

    private SqlNode ReadFields(ref Utf8JsonReader json, NodeType type, SqlNode? parent)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var node = new SqlNode(type.Kind, parent) { Location = type.HasLocation ? 0 : -1 };
        (_byType[type.Index] ??= []).Add(node);
        var start = _fields.Count;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = type.Find(json.ValueSpan);
            if (field is null)
                _unlisted.Add(new Unlisted(node, json.GetString()));
            json.Read();
            if (field is null)
                json.Skip();
            else if (field.IsLocation)
                node.Location = json.GetInt32();
            else if (ReadValue(ref json, node, field) is { } value)
                _fields.Add(new(field.Name, value));
        }

        node.Set(_fields.TakeFrom(start));
        return node;
    }

    /// <summary>A node, an array of nodes, or text; null for an empty node.</summary>
    private object? ReadValue(ref Utf8JsonReader json, SqlNode node, NodeType.Field field) => json.TokenType switch
    {
        JsonTokenType.StartObject => field.UnwrappedType is { } type ? ReadFields(ref json, type, node) : ReadWrapped(ref json, node),
        JsonTokenType.StartArray => ReadItems(ref json, node),
        JsonTokenType.Number when field.UnwrappedType is null => json.GetInt64().ToString(),
        JsonTokenType.String when field.UnwrappedType is null => json.GetString(),
        JsonTokenType.True when field.UnwrappedType is null => "true",
        JsonTokenType.False when field.UnwrappedType is null => "false",
        _ => throw new JsonException("A field of an unknown shape."),
    };

    private SqlNode[] ReadItems(ref Utf8JsonReader json, SqlNode parent)
    {
        var start = _items.Count;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            if (ReadWrapped(ref json, parent) is { } item)
                _items.Add(item);
        return json.TokenType == JsonTokenType.EndArray
            ? _items.TakeFrom(start).ToArray()
            : throw new JsonException("A list of something else than nodes.");
    }

    private static int ReadInt(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt32();
    }

    private sealed class Pile<T>
    {
        private T[] _entries = new T[16];

        public int Count { get; private set; }

        public void Add(T entry)
        {
            if (Count == _entries.Length)
                Array.Resize(ref _entries, Count * 2);
            _entries[Count++] = entry;
        }

        /// <summary>Takes off everything from there on; valid until the next <see cref="Add"/>.</summary>
        public ReadOnlySpan<T> TakeFrom(int start)
        {
            var taken = _entries.AsSpan(start, Count - start);
            Count = start;
            return taken;
        }
    }
}
