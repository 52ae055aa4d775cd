using DataAgent.Dictionary.Notes;
using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Dictionary;

/// <summary>What of a database a dictionary may show. Empty <paramref name="Allowed"/>: every table of the schema.</summary>
internal sealed record SchemaScope(string Schema, IReadOnlyList<string> Allowed, IReadOnlyList<string> Excluded)
{
    /// <summary>Extensions that are switched on.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    public SampleSwitches Samples { get; init; } = SampleSwitches.AllOn;

    public static SchemaScope Of(Project project, SampleSwitches samples) =>
        new(project.DbSchema, project.AllowedTables, project.ExcludedTables) { Extensions = project.AllowedExtensions, Samples = samples };

    public NpgsqlBatchCommand Asking(string sql) => new(sql)
    {
        Parameters = { new() { Value = Schema }, new() { Value = Allowed.ToArray() }, new() { Value = Excluded.ToArray() } },
    };
}

/// <param name="Partial">Tables that are not offered, see <see cref="DataDictionary.PartialTables"/>.</param>
internal sealed record Catalog(
    IReadOnlyList<TableDraft> Tables, IReadOnlyList<TableDraft> Partial, IReadOnlyList<EnumInfo> Enums, SchemaNames Names);

/// <summary>Reads the catalog in one round trip, whatever the number of tables.</summary>
internal sealed class CatalogReader(NpgsqlDataReader reader, SchemaScope scope, CancellationToken cancellationToken)
{
    private readonly Dictionary<long, TableDraft> _tables = [], _partial = [];
    private Pending? _pending;

    public static async Task<Catalog> ReadAsync(NpgsqlConnection connection, SchemaScope scope, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])[CatalogSql.Settings, CatalogSql.Schema, CatalogSql.Tables, CatalogSql.Columns, CatalogSql.Constraints,
            CatalogSql.Indexes, CatalogSql.Enums])
            batch.BatchCommands.Add(scope.Asking(sql));
        batch.BatchCommands.Add(SchemaNames.Asking(scope));
        batch.BatchCommands.Add(scope.Asking(CatalogSql.Statistics));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await new CatalogReader(reader, scope, cancellationToken).ReadAsync();
    }

    private async Task<Catalog> ReadAsync()
    {
        await NextAsync(CheckSchema);
        await NextAsync(ReadTable);
        await NextAsync(ReadColumn);
        await NextOfTableAsync(ReadConstraint);
        await NextOfTableAsync(ReadIndex);
        var enums = new List<(EnumInfo Enum, bool InSchema)>();
        await NextAsync(() => enums.Add((new(Text(0), Names(2)), reader.GetBoolean(1))));
        var names = new SchemaNames(scope);
        await NextAsync(() => names.Add(reader));
        await NextOfTableAsync(ReadStatistics);
        Apply(_pending);

        var used = _tables.Values.SelectMany(t => t.Columns).Where(c => c.IsEnum).Select(c => c.EnumName).ToHashSet();
        return new Catalog(
            [.. _tables.Values], [.. _partial.Values],
            [.. enums.Where(e => e.InSchema || used.Contains(e.Enum.Name)).Select(e => e.Enum)], names);
    }

    private async Task NextAsync(Action read)
    {
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            read();
    }

    // Rights are judged as of now, not as of the snapshot: a table granted a moment ago is unknown until the next reading.
    private Task NextOfTableAsync(Action<TableDraft> read) => NextAsync(() =>
    {
        if (_tables.TryGetValue(reader.GetInt64(0), out var table))
            read(table);
    });

    private void CheckSchema()
    {
        if (!reader.GetBoolean(0))
            throw new DictionaryException(DictionaryFault.NoSchema,
                $"The database has no schema named \"{scope.Schema}\". Correct the schema in the project's settings.");
        if (!reader.GetBoolean(1))
            throw new DictionaryException(DictionaryFault.NoRight,
                $"The project's role may not use the schema \"{scope.Schema}\". Grant it USAGE on the schema and SELECT on its tables.");
    }

    private void ReadTable() => (reader.GetBoolean(6) ? _partial : _tables).Add(reader.GetInt64(0), new TableDraft(
        reader.GetInt64(0), Text(1), KindOf(Text(2)), TextOrNull(3), reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.GetInt32(5))
    {
        Children = Names(7),
    });

    private static TableKind KindOf(string relkind) => relkind switch
    {
        "v" => TableKind.View,
        "m" => TableKind.MaterializedView,
        "f" => TableKind.ForeignTable,
        "p" => TableKind.PartitionedTable,
        _ => TableKind.Table,
    };

    private void ReadColumn()
    {
        if (!_tables.TryGetValue(reader.GetInt64(0), out var table) && !_partial.TryGetValue(reader.GetInt64(0), out table))
            return;
        var isArray = reader.GetBoolean(5);
        var typeKind = Text(4)[0];
        var info = new ColumnInfo(Text(1), Text(2), Text(3), reader.GetBoolean(6))
        {
            Default = TextOrNull(7),
            Comment = TextOrNull(8),
            IsGenerated = reader.GetBoolean(9),
            IsIdentity = reader.GetBoolean(10),
            IsArray = isArray,
            IsDomain = reader.GetBoolean(12),
            Enum = typeKind == 'e' && !isArray ? Text(11) : null,
        };
        info = info with { IsSensitive = SensitiveColumns.ByName(info), HasSamplesOff = scope.Samples.IsOff(table.Name, info.Name) };
        table.Add(reader.GetInt16(13), new ColumnDraft(info, typeKind, Text(11)));
    }

    private void ReadConstraint(TableDraft table)
    {
        if (table.FindNames(Numbers(3)) is not { } columns)
            return;
        switch (Text(2))
        {
            case "p":
                table.PrimaryKey = columns;
                break;
            case "u":
                table.UniqueKeys.Add(columns);
                break;
            case "c" or "x":
                table.Checks.Add(Text(6));
                break;
            case "f" when _tables.TryGetValue(reader.GetInt64(4), out var referenced) && referenced.FindNames(Numbers(5)) is { } references:
                table.ForeignKeys.Add(new ForeignKey(Text(1), columns, referenced.Name, references));
                break;
        }
    }

    private void ReadIndex(TableDraft table)
    {
        if (table.FindNames(Numbers(3)) is { } columns)
            table.Indexes.Add(new IndexInfo(Text(1), columns, reader.GetBoolean(2), TextOrNull(4)));
    }

    // The rows of one column come together: its table's own, or those of the partitions.
    private void ReadStatistics(TableDraft table)
    {
        table.HasStatistics = true;
        var name = Text(1);
        if (_pending is not { } pending || pending.Table != table || pending.Column != name)
        {
            Apply(_pending);
            _pending = new Pending(table, name, []);
        }

        _pending.Rows.Add(new ColumnStatistics(reader.GetBoolean(2), reader.GetFloat(3), TextOrNull(4), TextOrNull(5)));
    }

    private static void Apply(Pending? pending)
    {
        if (pending?.Table.Column(pending.Column) is { } column)
            ColumnFacts.FromStatistics(column, pending.Table.Rows, pending.Rows);
    }

    private string Text(int ordinal) => reader.GetString(ordinal);
    private string? TextOrNull(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    private string[] Names(int ordinal) => reader.IsDBNull(ordinal) ? [] : reader.GetFieldValue<string[]>(ordinal);
    // An expression has the number 0: it is no column.
    private IEnumerable<short> Numbers(int ordinal) => reader.IsDBNull(ordinal) ? [] : reader.GetFieldValue<short[]>(ordinal).Where(n => n != 0);

    private sealed record Pending(TableDraft Table, string Column, List<ColumnStatistics> Rows);
}
