using System.Runtime.CompilerServices;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.SqlGuard;

namespace DataAgent.Queries;

/// <summary>What the guard needs to know of a project: its settings, and its schema as the dictionary saw it.</summary>
internal static class PolicyBuilder
{
    // The dictionary of a project stays the same object from query to query, and may hold thousands of tables.
    private static readonly ConditionalWeakTable<DataDictionary, Prepared> Snapshots = [];

    public static GuardPolicy Build(Project project, DataDictionary dictionary)
    {
        var prepared = Snapshots.GetValue(dictionary, Prepare);
        var names = OpenNames.Of(project.AllowedFunctions, project.DbSchema, prepared.Signatures);
        return new(project.DbSchema)
        {
            AllowedTables = project.AllowedTables.Count == 0 ? null : Set(project.AllowedTables),
            ExcludedTables = Set(project.ExcludedTables),
            ExtraFunctions = names.Open,
            ClosedFunctions = names.Closed,
            Catalog = prepared.Catalog,
        };
    }

    private static Prepared Prepare(DataDictionary dictionary)
    {
        var signatures = new SignatureIndex(dictionary.FunctionSignatures, dictionary.OperatorSignatures, dictionary.Extensions);
        return new Prepared(signatures, Snapshot(dictionary, signatures));
    }

    private static CatalogSnapshot Snapshot(DataDictionary dictionary, SignatureIndex signatures) =>
        new([.. dictionary.Tables.Select(t => Relation(t, dictionary.Schema)), .. dictionary.PartialTables.Select(Relation)])
        {
            ShadowingFunctions = Set(signatures.FunctionNames),
            ShadowingOperators = Set(signatures.OperatorNames),
            Types = Set(dictionary.Types),
            Extensions = [.. dictionary.Extensions.Select(e => new CatalogExtension(e.Name, e.Schema, e.IsOn) { Types = Set(e.Types) })],
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

    private sealed record Prepared(SignatureIndex Signatures, CatalogSnapshot Catalog);
}
