using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>The FROM clause as it grows: each way through the foreign keys is joined once.</summary>
internal sealed class JoinTree
{
    private readonly Dictionary<string, string> _aliasOf = [];
    private readonly HashSet<string> _taken;
    private readonly List<string> _joins = [];

    /// <param name="taken">Aliases of the query around this one.</param>
    public JoinTree(SchemaTable root, IEnumerable<string>? taken = null)
    {
        Root = root;
        _taken = [.. taken ?? []];
        RootAlias = NewAlias(root);
        _aliasOf[""] = RootAlias;
    }

    public SchemaTable Root { get; }
    public string RootAlias { get; }
    public IEnumerable<string> Aliases => _taken;
    public bool HasJoins => _joins.Count > 0;

    public string From => string.Join('\n', [$"from {SqlText.Name(Root.Name)} {RootAlias}", .. _joins]);

    /// <summary>The alias of the table at the end of the path, joining what is missing.</summary>
    public string Join(IReadOnlyList<Link> path, bool optional = false)
    {
        var key = "";
        var alias = RootAlias;
        foreach (var link in path)
        {
            key += $"/{link.Forward}:{link.Reference.Table.Name}.{link.Reference.Name}";
            if (!_aliasOf.TryGetValue(key, out var next))
            {
                next = NewAlias(link.To);
                var isLeft = optional && (link.Reference.Info.IsNullable || !link.Forward);
                _joins.Add($"{(isLeft ? "left join" : "join")} {SqlText.Name(link.To.Name)} {next} on {On(link, alias, next)}");
                _aliasOf[key] = next;
            }

            alias = next;
        }

        return alias;
    }

    public static string On(Link link, string from, string to) =>
        string.Join(" and ", link.Columns.Select(c => $"{to}.{SqlText.Name(c.To.Name)} = {from}.{SqlText.Name(c.From.Name)}"));

    private string NewAlias(SchemaTable table)
    {
        var letters = new string([.. SchemaWords.Raw(table.Name).Select(w => w[0]).Where(char.IsAsciiLetterLower)]);
        var name = letters.Length == 0 ? "t" : letters;
        if (SqlText.Name(name) != name) name += "1";
        var alias = name;
        for (var n = 2; !_taken.Add(alias); n++) alias = name + n;
        return alias;
    }
}
