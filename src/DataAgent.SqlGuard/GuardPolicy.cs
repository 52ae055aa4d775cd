namespace DataAgent.SqlGuard;

/// <summary>What a statement may touch. Built per project from its settings and its catalog snapshot.</summary>
/// <param name="Schema">The project's one schema, as stored in the catalog (no quotes, case kept).</param>
public sealed record GuardPolicy(string Schema)
{
    /// <summary>Tables that may be read; <c>null</c>: every table of the schema. Names as stored in the catalog.</summary>
    public IReadOnlySet<string>? AllowedTables { get; init; }

    /// <summary>Tables that may not be read, stronger than <see cref="AllowedTables"/>. Their names never appear in a refusal as a suggestion.</summary>
    public IReadOnlySet<string> ExcludedTables { get; init; } = new HashSet<string>();

    /// <summary>What the schema holds. <c>null</c>: unknown, so any name of the schema that the two lists let through passes.</summary>
    public CatalogSnapshot? Catalog { get; init; }

    /// <summary>
    /// Names of functions and operators of the project beyond the built-in list: its admin allowed every one that the name can mean.
    /// </summary>
    public IReadOnlySet<string> ExtraFunctions { get; init; } = new HashSet<string>();

    /// <summary>Names that the admin meant to allow and that stay refused, each with the sentence that says why.</summary>
    public IReadOnlyDictionary<string, string> ClosedFunctions { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest text judged, in UTF-8 bytes. PostgreSQL's scanner is quadratic on nested comments, so keep it small.</summary>
    public int MaxSqlBytes { get; init; } = 32 * 1024;

    /// <summary>Would the rows of this child, read by way of its parent, be rows that the project does not show?</summary>
    /// <remarks>
    /// PostgreSQL checks only the parent's privileges, so nothing behind the guard stops that. A partition is a part of its table: it is
    /// shown with it unless it is excluded by name. A plain child is a table of its own and must be allowed like any other. What lies in
    /// another schema is not the project's; an owner who wants it shown makes a view of it in the project's schema.
    /// </remarks>
    public bool Hides(CatalogChild child) =>
        child.Schema != Schema || ExcludedTables.Contains(child.Name) || (!child.IsPartition && AllowedTables?.Contains(child.Name) == false);
}

/// <summary>The relations of the project's schema, with what else in it could change the meaning of a name.</summary>
/// <param name="Relations">Tables, views, materialized views, foreign and partitioned tables.</param>
public sealed record CatalogSnapshot(IReadOnlyList<CatalogRelation> Relations)
{
    /// <summary>
    /// Names of functions in the project's schema, in <c>public</c> and beside extensions: a built-in of the same name could be shadowed by
    /// them. Without those on the list of an extension that is on.
    /// </summary>
    public IReadOnlySet<string> ShadowingFunctions { get; init; } = new HashSet<string>();

    /// <summary>Names of operators there, for the same reason.</summary>
    public IReadOnlySet<string> ShadowingOperators { get; init; } = new HashSet<string>();

    /// <summary>Enums, domains and composite types of the project's schema that a cast may name.</summary>
    public IReadOnlySet<string> Types { get; init; } = new HashSet<string>();

    /// <summary>Those of the database that are known, see <see cref="KnownExtensions"/>.</summary>
    public IReadOnlyList<CatalogExtension> Extensions { get; init; } = [];
}

/// <param name="Schema">Where its functions, operators and types are.</param>
/// <param name="IsOn">The project may use what is on its list.</param>
public sealed record CatalogExtension(string Name, string Schema, bool IsOn)
{
    /// <summary>Types whose name alone means this extension's.</summary>
    public IReadOnlySet<string> Types { get; init; } = new HashSet<string>();

    internal KnownExtension? Known { get; } = KnownExtensions.Find(Name);
}

/// <param name="Name">As stored in the catalog.</param>
/// <param name="Columns">In order; empty when unknown, then columns are not checked.</param>
public sealed record CatalogRelation(string Name, IReadOnlyList<string> Columns)
{
    /// <summary>The tables whose rows a reading of this one shows as well: partitions and children, theirs too.</summary>
    public IReadOnlyList<CatalogChild> Children { get; init; } = [];

    /// <summary>There are hidden tables among its children, whose names are not told here.</summary>
    public bool HasHiddenChildren { get; init; }

    /// <summary>It has no rows of its own: ONLY reads nothing.</summary>
    public bool IsPartitioned { get; init; }
}

/// <param name="IsPartition">A part of a partitioned table; else a child by plain inheritance.</param>
public sealed record CatalogChild(string Schema, string Name, bool IsPartition);
