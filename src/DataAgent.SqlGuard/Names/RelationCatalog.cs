using System.Runtime.CompilerServices;

namespace DataAgent.SqlGuard.Names;

/// <summary>The relations that a policy lets a statement see.</summary>
internal sealed class RelationCatalog(GuardPolicy policy)
{
    private static readonly ConditionalWeakTable<CatalogSnapshot, Dictionary<string, CatalogRelation>> Indexes = [];

    private readonly Dictionary<string, CatalogRelation>? _relations = policy.Catalog is { } catalog ? Indexes.GetValue(catalog, Index) : null;

    public string Schema => policy.Schema;

    /// <summary>Names that start with <c>pg_</c> are the system's: <c>pg_catalog</c> comes first on every search path.</summary>
    public static bool IsSystemName(string name) => name.StartsWith("pg_", StringComparison.Ordinal);

    public static bool IsSystemSchema(string schema) => schema == "information_schema" || IsSystemName(schema);

    /// <summary>The columns of a relation that may be read; null when not known.</summary>
    public IReadOnlyList<string>? ColumnsOf(RelationUse use) =>
        Judge(use) == RelationJudgement.Visible && _relations?.GetValueOrDefault(use.Name) is { Columns: { Count: > 0 } columns } ? columns : null;

    public RelationJudgement Judge(RelationUse use)
    {
        if (use.Database is not null)
            return RelationJudgement.OtherDatabase;
        if (IsSystemSchema(use.Schema ?? policy.Schema) || (IsSystemName(use.Name) && (use.Schema is null || _relations is null)))
            return RelationJudgement.System;
        if (use.Schema is not null && use.Schema != policy.Schema)
            return RelationJudgement.OtherSchema;
        if (IsVisible(use.Name))
            return use.IsAlone || !ShowsHidden(use.Name) ? RelationJudgement.Visible : RelationJudgement.ShowsHidden;
        return _relations is null ? RelationJudgement.Hidden : RelationJudgement.Unknown;
    }

    /// <summary>By the catalog, when there is one, and the two lists.</summary>
    public bool IsVisible(string name) => _relations?.ContainsKey(name) != false && IsListed(name);

    /// <summary>By the two lists alone.</summary>
    public bool IsListed(string name) => !policy.ExcludedTables.Contains(name) && policy.AllowedTables?.Contains(name) != false;

    /// <summary>What may be suggested.</summary>
    public IEnumerable<string> VisibleNames =>
        (_relations?.Keys ?? policy.AllowedTables ?? Enumerable.Empty<string>()).Where(name => IsListed(name) && !ShowsHidden(name));

    public bool IsPartitioned(string name) => _relations?.GetValueOrDefault(name) is { IsPartitioned: true };

    private bool ShowsHidden(string name) =>
        _relations?.GetValueOrDefault(name) is { } relation && (relation.HasHiddenChildren || relation.Children.Any(policy.Hides));

    private static Dictionary<string, CatalogRelation> Index(CatalogSnapshot catalog)
    {
        var index = new Dictionary<string, CatalogRelation>(catalog.Relations.Count);
        foreach (var relation in catalog.Relations)
            index[relation.Name] = relation;
        return index;
    }
}

internal enum RelationJudgement
{
    Visible,

    /// <summary>It may be seen, but with it come rows of tables that may not.</summary>
    ShowsHidden,
    Unknown,
    Hidden,
    OtherSchema,
    OtherDatabase,
    System,
}
