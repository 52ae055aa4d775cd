using DataAgent.Dictionary.Notes;

namespace DataAgent.Dictionary;

/// <summary>What a project's schema holds, as read by its read-only role at one moment. Hidden tables are left out.</summary>
public sealed record DataDictionary(string Schema, DateTimeOffset GeneratedAt, IReadOnlyList<TableInfo> Tables, IReadOnlyList<EnumInfo> Enums)
{
    /// <summary>
    /// Tables that would also show rows of hidden ones, as their partitions or children are hidden: not offered, known only so that the
    /// guard can say why, and let pass what reads their own rows alone.
    /// </summary>
    public IReadOnlyList<PartialTable> PartialTables { get; init; } = [];

    /// <summary>
    /// Functions of the schema, of public, and of the schemas of extensions that are on. Types in them may be hidden tables.
    /// </summary>
    public IReadOnlyList<Signature> FunctionSignatures { get; init; } = [];

    public IReadOnlyList<Signature> OperatorSignatures { get; init; } = [];

    public IReadOnlyList<InstalledExtension> Extensions { get; init; } = [];

    /// <summary>Enums, domains and composite types of the schema.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>By the project's admins, see <see cref="DictionaryNotes"/>; never part of a kept snapshot.</summary>
    public IReadOnlyList<JoinHint> JoinHints { get; init; } = [];

    /// <summary>Stands for the settings it was read under (database, schema, role, table lists); others need another dictionary.</summary>
    public string Scope { get; init; } = "";

    /// <summary>For people and programs: without what only the guard needs.</summary>
    public DataDictionary ToShow() => this with { FunctionSignatures = [], OperatorSignatures = [] };

    public TableInfo? Find(string name) =>
        Tables.FirstOrDefault(t => t.Name == name) ?? Tables.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

public enum TableKind { Table, View, MaterializedView, ForeignTable, PartitionedTable }

/// <param name="RowEstimate">The planner's estimate; <c>null</c> when PostgreSQL has none (never analysed, or a view).</param>
public sealed record TableInfo(string Name, TableKind Kind, string? Comment, long? RowEstimate, IReadOnlyList<ColumnInfo> Columns)
{
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];
    public IReadOnlyList<ForeignKey> ForeignKeys { get; init; } = [];
    public IReadOnlyList<IReadOnlyList<string>> UniqueKeys { get; init; } = [];

    /// <summary>The conditions of check constraints, and exclusion constraints as PostgreSQL writes them (<c>EXCLUDE USING …</c>).</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];
    public IReadOnlyList<IndexInfo> Indexes { get; init; } = [];

    /// <summary>Partitions below a partitioned table; 0 otherwise.</summary>
    public int Partitions { get; init; }

    /// <summary>Tables of the schema whose rows it shows as well: partitions when it is partitioned, else children by inheritance; theirs too.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>By the project's admins, see <see cref="DictionaryNotes"/>; never part of a kept snapshot.</summary>
    public NoteText? Note { get; init; }

    public ColumnInfo? Column(string name) =>
        Columns.FirstOrDefault(c => c.Name == name) ?? Columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

public sealed record PartialTable(string Name, IReadOnlyList<string> Columns, bool IsPartitioned);

/// <param name="Type">As <c>format_type</c> writes it, e.g. <c>numeric(10,2)</c>.</param>
/// <param name="BaseType">The <c>typname</c> behind arrays' and domains' names, e.g. <c>numeric</c>, <c>int4</c>, <c>timestamptz</c>, <c>text</c>.</param>
public sealed record ColumnInfo(string Name, string Type, string BaseType, bool IsNullable)
{
    public string? Default { get; init; }
    public string? Comment { get; init; }
    public bool IsGenerated { get; init; }
    public bool IsIdentity { get; init; }

    /// <summary>Name of the enum in <see cref="DataDictionary.Enums"/>, when the column is one.</summary>
    public string? Enum { get; init; }

    /// <summary>An array, or a domain over one; <see cref="BaseType"/> is that of its elements.</summary>
    public bool IsArray { get; init; }

    public bool IsDomain { get; init; }

    /// <summary>Sensitive by name, type or content: samples are never taken, and say so.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>An admin switched its samples off: no value of it was read, or none is shown any more.</summary>
    public bool HasSamplesOff { get; init; }

    /// <inheritdoc cref="TableInfo.Note"/>
    public NoteText? Note { get; init; }

    /// <summary>At most three values as text, cut to 60 characters.</summary>
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>
    /// The most common values of a text or enum column that has few different ones: at most 30, whole (never cut), most common first.
    /// Empty when there are many, when nothing is known, and when the column is sensitive. A value that is not here may still exist.
    /// </summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Smallest and largest value known from statistics, as text.</summary>
    public string? Min { get; init; }

    public string? Max { get; init; }

    /// <summary>Distinct values by the planner's statistics; <c>null</c> when unknown.</summary>
    public long? DistinctEstimate { get; init; }

    public ColumnInfo WithoutSamples() => this with { Samples = [], Values = [], Min = null, Max = null, HasSamplesOff = true };
}

/// <summary>Columns are paired by position.</summary>
public sealed record ForeignKey(string Name, IReadOnlyList<string> Columns, string Table, IReadOnlyList<string> References);

/// <param name="Expression">The index as PostgreSQL writes it, for expression and partial indexes; else <c>null</c>.</param>
public sealed record IndexInfo(string Name, IReadOnlyList<string> Columns, bool IsUnique, string? Expression = null);

public sealed record EnumInfo(string Name, IReadOnlyList<string> Values);
