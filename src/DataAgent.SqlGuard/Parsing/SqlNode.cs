namespace DataAgent.SqlGuard.Parsing;

/// <summary>One node of PostgreSQL's raw parse tree.</summary>
internal sealed class SqlNode(string kind, SqlNode? parent)
{
    /// <summary>Unlike the name of any column, as a NUL is refused: <c>"*"</c> in quotes is a name.</summary>
    public const string Star = "\0";

    private Field[] _fields = [];

    public string Kind { get; } = kind;
    public SqlNode? Parent { get; } = parent;

    /// <summary>UTF-8 byte offset into the text; −1 when PostgreSQL keeps none for this type of node.</summary>
    public int Location { get; set; } = -1;

    /// <summary>The nodes right below it, in the order of the tree.</summary>
    public ChildList Children => new(_fields);

    public void Set(ReadOnlySpan<Field> fields) => _fields = fields.ToArray();

    public SqlNode? Node(string name) => Find(name) as SqlNode;
    public SqlNode[] Items(string name) => Find(name) as SqlNode[] ?? [];
    public string? Text(string name) => Find(name) as string;
    public bool Flag(string name) => Text(name) == "true";
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A list of String nodes, as in a qualified name; a star in it becomes <see cref="Star"/>.</summary>
    public string[] Names(string name)
    {
        var items = Items(name);
        var names = new string[items.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = items[i].Kind == "String" ? items[i].Text("sval") ?? "" : Star;
        return names;
    }

    /// <summary>The nearest location: its own, the first below it, or that of a node around it.</summary>
    public int NearestLocation()
    {
        if (FirstLocation(this) is >= 0 and var below)
            return below;
        for (var node = Parent; node is not null; node = node.Parent)
            if (node.Location >= 0)
                return node.Location;
        return -1;
    }

    private static int FirstLocation(SqlNode node)
    {
        if (node.Location >= 0)
            return node.Location;
        foreach (var child in node.Children)
            if (FirstLocation(child) is >= 0 and var location)
                return location;
        return -1;
    }

    private object? Find(string name)
    {
        foreach (var field in _fields)
            if ((object)field.Name == name || field.Name == name)
                return field.Value;
        return null;
    }

    /// <param name="Value">A node, an array of nodes, or text.</param>
    internal readonly record struct Field(string Name, object Value);

    /// <summary>Walked without making anything: most of a tree is looked at in this way alone.</summary>
    internal struct ChildList(Field[] fields)
    {
        private int _field = -1;
        private int _item;
        private SqlNode[]? _items;

        public SqlNode Current { get; private set; } = null!;

        public readonly ChildList GetEnumerator() => this;

        public bool MoveNext()
        {
            while (true)
            {
                if (_items is not null && _item < _items.Length)
                {
                    Current = _items[_item++];
                    return true;
                }

                if (++_field >= fields.Length)
                    return false;
                (_items, _item) = (fields[_field].Value as SqlNode[], 0);
                if (fields[_field].Value is SqlNode node)
                {
                    Current = node;
                    return true;
                }
            }
        }
    }
}
