namespace DataAgent.Dictionary;

/// <summary>What a refresh changed. Names are sorted; samples and row estimates, which change all the time, do not count.</summary>
public sealed record DictionaryDiff(
    IReadOnlyList<string> AddedTables, IReadOnlyList<string> RemovedTables, IReadOnlyList<TableChange> ChangedTables)
{
    /// <summary>Enums that came, went or hold other values.</summary>
    public IReadOnlyList<Change> ChangedEnums { get; init; } = [];

    public bool IsEmpty => AddedTables.Count + RemovedTables.Count + ChangedTables.Count + ChangedEnums.Count == 0;

    public static DictionaryDiff Between(DataDictionary before, DataDictionary after)
    {
        var (old, now) = (before.Tables.ToDictionary(t => t.Name), after.Tables.ToDictionary(t => t.Name));
        return new DictionaryDiff(
            Without(now.Keys, old.Keys), Without(old.Keys, now.Keys),
            [.. now.Values.Where(t => old.ContainsKey(t.Name)).OrderBy(t => t.Name, StringComparer.Ordinal)
                .Select(t => Between(old[t.Name], t)).Where(c => !c.IsEmpty)])
        {
            ChangedEnums = Between(before.Enums, after.Enums),
        };
    }

    private static Change[] Between(IReadOnlyList<EnumInfo> before, IReadOnlyList<EnumInfo> after)
    {
        var (old, now) = (before.ToDictionary(e => e.Name, Values), after.ToDictionary(e => e.Name, Values));
        return [.. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Select(n => new Change(n, old.GetValueOrDefault(n, ""), now.GetValueOrDefault(n, ""))).Where(c => c.Before != c.After)];

        static string Values(EnumInfo e) => string.Join(", ", e.Values);
    }

    private static TableChange Between(TableInfo before, TableInfo after)
    {
        var (old, now) = (before.Columns.ToDictionary(c => c.Name), after.Columns.ToDictionary(c => c.Name));
        return new TableChange(
            after.Name, Without(now.Keys, old.Keys), Without(old.Keys, now.Keys),
            [.. after.Columns.Where(c => old.ContainsKey(c.Name)).Select(c => new Change(c.Name, Describe(old[c.Name]), Describe(c))).Where(c => c.Before != c.After)],
            [.. Describe(before).Zip(Describe(after), (o, n) => new Change(o.What, o.Text, n.Text)).Where(c => c.Before != c.After)]);
    }

    private static string Describe(ColumnInfo column) => string.Join(", ", ((string?[])
    [
        column.Type,
        column.IsNullable ? "nullable" : "not null",
        column.IsIdentity ? "identity" : null,
        column.Default is null ? null : $"{(column.IsGenerated ? "generated as" : "default")} {column.Default}",
        column.Comment,
    ]).OfType<string>());

    private static IEnumerable<(string What, string Text)> Describe(TableInfo table) =>
    [
        ("kind", table.Kind.ToString()),
        ("comment", table.Comment ?? ""),
        ("partitions", table.Partitions == 0 ? "" : $"{table.Partitions}"),
        ("primary key", string.Join(", ", table.PrimaryKey)),
        ("unique keys", string.Join("; ", table.UniqueKeys.Select(k => string.Join(", ", k)).Order(StringComparer.Ordinal))),
        ("foreign keys", string.Join("; ", table.ForeignKeys
            .Select(k => $"{string.Join(", ", k.Columns)} → {k.Table} ({string.Join(", ", k.References)})").Order(StringComparer.Ordinal))),
        ("checks", string.Join("; ", table.Checks.Order(StringComparer.Ordinal))),
        ("indexes", string.Join("; ", table.Indexes
            .Select(i => i.Expression ?? $"{i.Name} ({string.Join(", ", i.Columns)}){(i.IsUnique ? " unique" : "")}").Order(StringComparer.Ordinal))),
    ];

    private static string[] Without(IEnumerable<string> names, IEnumerable<string> others) => [.. names.Except(others).Order(StringComparer.Ordinal)];
}

/// <param name="Details">What changed of the table itself: kind, comment, keys.</param>
public sealed record TableChange(
    string Table, IReadOnlyList<string> AddedColumns, IReadOnlyList<string> RemovedColumns, IReadOnlyList<Change> ChangedColumns, IReadOnlyList<Change> Details)
{
    public bool IsEmpty => AddedColumns.Count + RemovedColumns.Count + ChangedColumns.Count + Details.Count == 0;
}

/// <summary>In words, e.g. <c>text, nullable</c> before and <c>text, not null</c> after.</summary>
public sealed record Change(string Name, string Before, string After);
