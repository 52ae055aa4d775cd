using DataAgent.Dictionary;

namespace DataAgent.Tests.Dictionary.Truth;

/// <summary>A dictionary as the same facts, in the same words.</summary>
internal static class FactText
{
    public static HashSet<string> Of(TableInfo table) =>
    [
        $"kind {Kind(table.Kind)}",
        .. table.Comment is { } comment ? [$"comment {comment}"] : Array.Empty<string>(),
        .. table.Columns.Select(c => Column(c.Name, c.Type, c.IsNullable, c.Default, c.IsIdentity, c.IsGenerated, c.Comment)),
        .. table.Checks.Select(c => $"check {c}"),
        .. table.ForeignKeys.Select(k => $"foreign key ({Names(k.Columns)}) to {SqlName.Of(k.Table)} ({Names(k.References)})"),
        .. table.PrimaryKey.Count > 0 ? [$"primary key ({Names(table.PrimaryKey)})"] : Array.Empty<string>(),
        .. table.UniqueKeys.Select(k => $"unique constraint ({Names(k)})"),
        .. table.Indexes.Select(i => $"{(i.IsUnique ? "unique index" : "index")} {i.Name} {(i.Expression is { } text ? text[(text.IndexOf(" USING ", StringComparison.Ordinal) + 7)..] : $"({Names(i.Columns)})")}"),
    ];

    public static string Column(string name, string type, bool isNullable, string? value, bool isIdentity, bool isGenerated, string? comment) =>
        $"column {name}: {type}{(isNullable ? "" : " not null")}{(isIdentity ? " identity" : "")}{(value is null ? "" : isGenerated ? $" generated {value}" : $" default {value}")}{(comment is null ? "" : $" -- {comment}")}";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(SqlName.Of));

    private static string Kind(TableKind kind) => kind switch
    {
        TableKind.View => "view",
        TableKind.MaterializedView => "materialized view",
        TableKind.ForeignTable => "foreign table",
        TableKind.PartitionedTable => "partitioned table",
        _ => "table",
    };
}
