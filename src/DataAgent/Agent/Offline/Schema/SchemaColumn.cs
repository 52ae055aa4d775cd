using DataAgent.Dictionary;

namespace DataAgent.Agent.Offline.Schema;

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
    public bool IsBookkeeping => Words is
        [.., "update"] or [.., "updated", _] or ["modified", ..] or ["updated", ..] or ["last", "update", ..] or ["last", "modified", ..]
        or ["deleted", ..];

    public bool IsSecret => Words.Any(w => w is "password" or "passwd" or "pwd" or "secret" or "token" or "hash" or "salt");

    /// <summary>A price per piece or a rate: adding it up over rows means nothing.</summary>
    public bool IsRate => Words.Any(RateWords.Contains);

    private static readonly HashSet<string> RateWords =
    [
        "price", "rate", "cost", "percent", "percentage", "pct", "ratio", "score", "rating", "grade", "age", "salary", "wage", "length",
        "duration",
        "height", "weight", "gpa", "average",
    ];

    private static ColumnRole RoleOf(ColumnInfo c) => c.BaseType switch
    {
        _ when c.Type.EndsWith("[]") => ColumnRole.Array,
        "bool" => ColumnRole.Boolean,
        "int2" or "int4" when SchemaWords.Split(c.Name) is ["active" or "enabled" or "deleted" or "archived"] or ["is", ..] =>
            ColumnRole.Boolean,
        "year" => ColumnRole.Year,
        "int2" or "int4" or "int8" or "numeric" or "float4" or "float8" or "money" =>
            c.Type == "year" || SchemaWords.Split(c.Name).Contains("year") ? ColumnRole.Year : ColumnRole.Number,
        "date" or "timestamp" or "timestamptz" => ColumnRole.Date,
        "text" or "varchar" or "bpchar" or "citext" or "name" => ColumnRole.Text,
        _ when c.Enum is not null => ColumnRole.Text,
        _ => ColumnRole.Other,
    };
}
