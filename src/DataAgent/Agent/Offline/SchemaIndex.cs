using DataAgent.Dictionary;

namespace DataAgent.Agent.Offline;

internal enum ColumnRole { Key, Reference, Text, Number, Year, Date, Boolean, Array, Other }

/// <summary>A column as a question sees it: the words of its name and what can be done with it.</summary>
internal sealed class SchemaColumn(SchemaTable table, ColumnInfo info)
{
    public SchemaTable Table { get; } = table;
    public ColumnInfo Info { get; } = info;
    public string Name => Info.Name;
    public IReadOnlyList<string> Words { get; } = SchemaWords.Split(info.Name);
    public ColumnRole Role { get; set; } = RoleOf(info);

    /// <summary>Names that the project's admins noted, in words.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Aliases { get; } = SchemaWords.Aliases(info.Note);

    /// <summary>The name for people, e.g. "billing country".</summary>
    public string Label { get; } = string.Join(' ', SchemaWords.Raw(info.Name));

    /// <summary>Kept by the database for its own use; never what "when" means.</summary>
    public bool IsBookkeeping => Words is [.., "update"] or [.., "updated", _] or ["modified", ..] or ["updated", ..] or ["last", "update", ..] or ["last", "modified", ..] or ["deleted", ..];

    public bool IsSecret => Words.Any(w => w is "password" or "passwd" or "pwd" or "secret" or "token" or "hash" or "salt");

    /// <summary>A price per piece or a rate: adding it up over rows means nothing.</summary>
    public bool IsRate => Words.Any(w => w is "price" or "rate" or "cost" or "percent" or "percentage" or "pct" or "ratio" or "score" or "rating" or "grade" or "age" or "salary" or "wage" or "length" or "duration" or "height" or "weight" or "gpa" or "average");

    private static ColumnRole RoleOf(ColumnInfo c) => c.BaseType switch
    {
        _ when c.Type.EndsWith("[]") => ColumnRole.Array,
        "bool" => ColumnRole.Boolean,
        "int2" or "int4" when SchemaWords.Split(c.Name) is ["active"] or ["enabled"] or ["deleted"] or ["archived"] or ["is", ..] => ColumnRole.Boolean,
        "int2" or "int4" or "int8" or "numeric" or "float4" or "float8" or "money" or "year" =>
            SchemaWords.Split(c.Name).Contains("year") || c.BaseType == "year" || c.Type == "year" ? ColumnRole.Year : ColumnRole.Number,
        "date" or "timestamp" or "timestamptz" => ColumnRole.Date,
        "text" or "varchar" or "bpchar" or "citext" or "name" => ColumnRole.Text,
        _ when c.Enum is not null => ColumnRole.Text,
        _ => ColumnRole.Other,
    };
}

/// <summary>A table or view with its columns, keys and the columns that name a row to people.</summary>
internal sealed class SchemaTable
{
    public SchemaTable(TableInfo info, IReadOnlySet<string> noise)
    {
        Info = info;
        Words = [.. SchemaWords.Split(info.Name).Where((w, i) => !noise.Contains(w) || SchemaWords.Split(info.Name).Count == 1)];
        if (Words.Count == 0) Words = SchemaWords.Split(info.Name);
        Columns = [.. info.Columns.Select(c => new SchemaColumn(this, c))];
        Aliases = SchemaWords.Aliases(info.Note);
    }

    public TableInfo Info { get; }
    public string Name => Info.Name;
    public IReadOnlyList<string> Words { get; }
    public IReadOnlyList<SchemaColumn> Columns { get; }

    /// <inheritdoc cref="SchemaColumn.Aliases"/>
    public IReadOnlyList<IReadOnlyList<string>> Aliases { get; }

    public bool IsDoNotUse => Info.Note?.IsDoNotUse == true;
    public List<Link> Links { get; } = [];
    public bool IsView => Info.Kind is TableKind.View or TableKind.MaterializedView;

    /// <summary>Singular, for people: "invoice line".</summary>
    public string Label => string.Join(' ', Words);

    public string Plural => string.Join(' ', [.. Words.SkipLast(1), Stems.Plural(Words[^1])]);

    /// <summary>Only joins two others: every key column refers elsewhere and little else is kept.</summary>
    public bool IsBridge { get; set; }

    public IReadOnlyList<SchemaColumn> Key { get; set; } = [];

    /// <summary>What a row is called: first and last name, or a name or title; empty when only its key tells rows apart.</summary>
    public IReadOnlyList<SchemaColumn> NameColumns { get; set; } = [];

    /// <summary>When a row happened; <c>null</c> when the table keeps no time of its own.</summary>
    public SchemaColumn? MainDate { get; set; }

    public SchemaColumn? Column(string name) => Columns.FirstOrDefault(c => c.Name == name);
}

/// <summary>One foreign key seen from one of its ends.</summary>
/// <param name="Forward">From the row that refers to the row referred to: never more than one row.</param>
/// <param name="IsGuess">No foreign key is declared; the names say so.</param>
internal sealed record Link(SchemaTable From, SchemaTable To, IReadOnlyList<(SchemaColumn From, SchemaColumn To)> Columns, bool Forward, bool IsGuess)
{
    public SchemaColumn Reference => Forward ? Columns[0].From : Columns[0].To;
}

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
