using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>Reads libpg_query's JSON into nodes and notes everything that the grammar table does not list.</summary>
/// <remarks>The JSON leaves out fields that are zero, false or empty, and writes a NULL in a list as <c>{}</c>.</remarks>
internal sealed class TreeReader
{
    /// <summary>Two levels of JSON a level of SQL: some 500 operands in one chain of <c>+</c>, far above what people write.</summary>
    public const int MaxDepth = 1000;

    private readonly char[] _name = new char[64];
    private readonly List<Unlisted> _unlisted = [];
    private readonly Dictionary<string, List<SqlNode>> _byKind = [];

    /// <exception cref="JsonException">It is nested too deeply.</exception>
    /// <exception cref="InsufficientExecutionStackException">It is nested too deeply for this thread.</exception>
    public static ParsedSql Read(string text, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var tree = new TreeReader();
        var statements = tree.ReadStatements(ref reader);
        return new ParsedSql(text, statements, tree._unlisted, tree._byKind);
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
        var name = Name(ref json);
        var type = Grammar.Find(name);
        json.Read();
        var node = type is null ? ReadUnlisted(ref json, name.ToString(), parent) : ReadFields(ref json, type, parent);
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
        if (!_byKind.TryGetValue(type.Kind, out var siblings))
            _byKind[type.Kind] = siblings = [];
        siblings.Add(node);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref json);
            var field = type.Find(name);
            if (field is null)
                _unlisted.Add(new Unlisted(node, name.ToString()));
            json.Read();
            if (field is null)
                json.Skip();
            else
                ReadField(ref json, node, field);
        }

        return node;
    }

    private void ReadField(ref Utf8JsonReader json, SqlNode node, NodeType.Field field)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject when field.UnwrappedType is { } type:
                node.Add(field.Name, ReadFields(ref json, Grammar.Find(type)!, node));
                break;
            case JsonTokenType.StartObject:
                if (ReadWrapped(ref json, node) is { } child)
                    node.Add(field.Name, child);
                break;
            case JsonTokenType.StartArray:
                var items = new List<SqlNode>();
                while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                    if (ReadWrapped(ref json, node) is { } item)
                        items.Add(item);
                if (json.TokenType != JsonTokenType.EndArray)
                    throw new JsonException("A list of something else than nodes.");
                node.Add(field.Name, items);
                break;
            case JsonTokenType.Number when field.Name == "location":
                node.Location = json.GetInt32();
                break;
            case JsonTokenType.Number when field.UnwrappedType is null:
                node.Add(field.Name, json.GetInt64().ToString());
                break;
            case JsonTokenType.String when field.UnwrappedType is null:
                node.Add(field.Name, json.GetString()!);
                break;
            case JsonTokenType.True or JsonTokenType.False when field.UnwrappedType is null:
                node.Add(field.Name, json.TokenType == JsonTokenType.True ? "true" : "false");
                break;
            default:
                throw new JsonException("A field of an unknown shape.");
        }
    }

    /// <summary>Valid until the next call. A name too long to be in the grammar becomes one that matches none.</summary>
    private ReadOnlySpan<char> Name(ref Utf8JsonReader json) =>
        json.ValueSpan.Length > _name.Length ? "?" : _name.AsSpan(0, json.CopyString(_name));

    private static int ReadInt(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt32();
    }
}
