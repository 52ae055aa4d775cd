namespace DataAgent.SqlGuard.Parsing;

/// <summary>One node of PostgreSQL's raw parse tree.</summary>
internal sealed class SqlNode(string kind, SqlNode? parent)
{
    /// <summary>Unlike the name of any column, as a NUL is refused: <c>"*"</c> in quotes is a name.</summary>
    public const string Star = "\0";

    private readonly List<Field> _fields = new(4);

    public string Kind { get; } = kind;
    public SqlNode? Parent { get; } = parent;

    /// <summary>UTF-8 byte offset into the text; −1 when PostgreSQL keeps none for this type of node.</summary>
    public int Location { get; set; } = -1;

    public IEnumerable<SqlNode> Children
    {
        get
        {
            foreach (var (_, node, items, _) in _fields)
            {
                if (node is not null)
                    yield return node;
                else if (items is not null)
                    foreach (var item in items)
                        yield return item;
            }
        }
    }

    public void Add(string name, SqlNode node) => _fields.Add(new(name, node, null, null));
    public void Add(string name, List<SqlNode> items) => _fields.Add(new(name, null, items, null));
    public void Add(string name, string text) => _fields.Add(new(name, null, null, text));

    public SqlNode? Node(string name) => Find(name).Node;
    public IReadOnlyList<SqlNode> Items(string name) => Find(name).Items ?? (IReadOnlyList<SqlNode>)[];
    public string? Text(string name) => Find(name).Text;
    public bool Flag(string name) => Find(name).Text == "true";
    public bool Has(string name) => Find(name).Name is not null;

    /// <summary>A list of String nodes, as in a qualified name; a star in it becomes <see cref="Star"/>.</summary>
    public string[] Names(string name)
    {
        var items = Items(name);
        var names = new string[items.Count];
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

    private Field Find(string name)
    {
        foreach (var field in _fields)
            if ((object)field.Name == name || field.Name == name)
                return field;
        return default;
    }

    private readonly record struct Field(string Name, SqlNode? Node, List<SqlNode>? Items, string? Text);
}
