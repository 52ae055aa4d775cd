using System.Runtime.CompilerServices;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.SqlGuard;

namespace DataAgent.Queries;

/// <summary>What the guard needs to know of a project: its settings, and its schema as the dictionary saw it.</summary>
internal static class PolicyBuilder
{
    // The dictionary of a project stays the same object from query to query, and may hold thousands of tables.
    private static readonly ConditionalWeakTable<DataDictionary, CatalogSnapshot> Snapshots = [];

    public static GuardPolicy Build(Project project, DataDictionary dictionary) => new(project.DbSchema)
    {
        AllowedTables = project.AllowedTables.Count == 0 ? null : Set(project.AllowedTables),
        ExcludedTables = Set(project.ExcludedTables),
        ExtraFunctions = Set(project.AllowedFunctions),
        Catalog = Snapshots.GetValue(dictionary, Snapshot),
    };

    private static CatalogSnapshot Snapshot(DataDictionary dictionary) =>
        new([.. dictionary.Tables.Select(t => Relation(t, dictionary.Schema)), .. dictionary.PartialTables.Select(Relation)])
        {
            ShadowingFunctions = Set(dictionary.Functions),
            ShadowingOperators = Set(dictionary.Operators),
            Types = Set(dictionary.Types),
        };

    private static CatalogRelation Relation(TableInfo table, string schema)
    {
        var isPartitioned = table.Kind == TableKind.PartitionedTable;
        return new(table.Name, [.. table.Columns.Select(c => c.Name)])
        {
            Children = [.. table.Children.Select(child => new CatalogChild(schema, child, isPartitioned))],
            IsPartitioned = isPartitioned,
        };
    }

    private static CatalogRelation Relation(PartialTable table) =>
        new(table.Name, table.Columns) { HasHiddenChildren = true, IsPartitioned = table.IsPartitioned };

    private static HashSet<string> Set(IEnumerable<string> names) => new(names, StringComparer.Ordinal);
}
