using DataAgent.Dictionary;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>The dictionary, prepared for reading questions.</summary>
internal sealed class SchemaIndex
{
    public SchemaIndex(DataDictionary dictionary)
    {
        Dictionary = dictionary;
        var noise = SchemaWords.SharedPrefixes(dictionary.Tables.Select(t => t.Name).ToList());
        Tables = [.. dictionary.Tables.Select(t => new SchemaTable(t, noise)).OrderBy(t => t.Name, StringComparer.Ordinal)];
        foreach (var table in Tables) SchemaShape.FindKey(table);
        foreach (var table in Tables) SchemaShape.Link(table, Tables);
        foreach (var hint in dictionary.JoinHints) SchemaShape.Link(hint, Tables);
        foreach (var table in Tables) SchemaShape.FindBridge(table);
        foreach (var table in Tables) SchemaShape.Name(table);
        Joins = new JoinPaths();
    }

    public DataDictionary Dictionary { get; }
    public IReadOnlyList<SchemaTable> Tables { get; }
    public JoinPaths Joins { get; }

    public SchemaTable? Find(string name) => Tables.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<string> EnumValues(SchemaColumn column) =>
        column.Info.Enum is { } name ? Dictionary.Enums.FirstOrDefault(e => e.Name == name)?.Values ?? [] : [];
}
