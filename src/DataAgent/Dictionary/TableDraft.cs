namespace DataAgent.Dictionary;

/// <summary>A table while it is being read; becomes a <see cref="TableInfo"/>.</summary>
internal sealed class TableDraft(long oid, string name, TableKind kind, string? comment, long? rows, int partitions)
{
    private readonly Dictionary<short, ColumnDraft> _numbered = [];

    public long Oid => oid;
    public string Name => name;
    public TableKind Kind => kind;
    public long? Rows => rows;
    public List<ColumnDraft> Columns { get; } = [];
    public IReadOnlyList<string> PrimaryKey { get; set; } = [];
    public List<ForeignKey> ForeignKeys { get; } = [];
    public List<IReadOnlyList<string>> UniqueKeys { get; } = [];
    public List<string> Checks { get; } = [];
    public List<IndexInfo> Indexes { get; } = [];
    public bool HasStatistics { get; set; }

    /// <summary>Those of the schema that are shown.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    public ColumnDraft? Column(string columnName) => Columns.Find(c => c.Info.Name == columnName);

    /// <param name="number"><c>pg_attribute.attnum</c></param>
    public void Add(short number, ColumnDraft column)
    {
        Columns.Add(column);
        _numbered.Add(number, column);
    }

    /// <summary>Null when one cannot be seen: a key that leans on a column the role may not read is of no use to it.</summary>
    public string[]? FindNames(IEnumerable<short> numbers)
    {
        ColumnDraft?[] found = [.. numbers.Select(_numbered.GetValueOrDefault)];
        return Array.TrueForAll(found, c => c is not null) ? [.. found.Select(c => c!.Info.Name)] : null;
    }

    public TableInfo ToTable() => new(name, kind, comment, rows, [.. Columns.Select(c => c.Info)])
    {
        PrimaryKey = PrimaryKey,
        ForeignKeys = ForeignKeys,
        UniqueKeys = UniqueKeys,
        Checks = Checks,
        Indexes = Indexes,
        Partitions = partitions,
        Children = Children,
    };

    public PartialTable ToPartialTable() => new(name, [.. Columns.Select(c => c.Info.Name)], kind == TableKind.PartitionedTable);
}

/// <param name="info">What is known so far.</param>
/// <param name="typeKind"><c>pg_type.typtype</c> of the base type.</param>
/// <param name="typeName">Its name, with its schema when that is another.</param>
internal sealed class ColumnDraft(ColumnInfo info, char typeKind, string typeName)
{
    // A list of what is shown, not of what is hidden: json, hstore, vectors and types yet to come may hold anything of any size.
    private static readonly HashSet<string> Sampled =
    [
        "text", "varchar", "bpchar", "name", "citext", "ltree", "int2", "int4", "int8", "numeric", "float4", "float8", "money", "bool",
        "date", "time", "timetz", "timestamp", "timestamptz", "interval", "uuid", "inet", "cidr", "macaddr", "bit", "varbit",
    ];

    private static readonly HashSet<string> TextTypes = ["text", "varchar", "bpchar", "name", "citext"];

    public ColumnInfo Info { get; set; } = info;
    public bool IsEnum => typeKind == 'e';
    public string EnumName => typeName;
    public bool IsText => TextTypes.Contains(Info.BaseType) && !Info.IsArray;
    public bool MayBeSampled => !Info.IsSensitive && !Info.HasSamplesOff && (IsEnum || typeKind is 'r' or 'm' || Sampled.Contains(Info.BaseType));
}
