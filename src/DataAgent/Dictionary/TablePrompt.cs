using System.Text;
using DataAgent.Dictionary.Notes;

namespace DataAgent.Dictionary;

/// <summary>One table as text for a model.</summary>
internal static class TablePrompt
{
    private const int CommentLength = 300;
    private const int ExpressionLength = 200;
    private const int MaxListedValues = 12;

    /// <summary>Kind, size and number of columns, e.g. <c>view, 4 columns</c> or <c>table, about 1,000 rows, 12 columns</c>.</summary>
    public static string Summary(TableInfo table) => string.Join(", ", ((string?[])
    [
        table.Kind switch
        {
            TableKind.View => "view",
            TableKind.MaterializedView => "materialized view",
            TableKind.ForeignTable => "foreign table",
            TableKind.PartitionedTable => $"table in {table.Partitions:N0} {(table.Partitions == 1 ? "partition" : "partitions")}",
            _ => "table",
        },
        table.RowEstimate is { } rows ? $"about {rows:N0} {(rows == 1 ? "row" : "rows")}" : null,
        $"{table.Columns.Count} {(table.Columns.Count == 1 ? "column" : "columns")}",
    ]).OfType<string>());

    public static string Relationship(string table, ForeignKey key) =>
        $"- {SqlName.Visible(table)} ({Names(key.Columns)}) → {SqlName.Visible(key.Table)} ({Names(key.References)})";

    /// <summary>What a question needs: columns with types, keys, meaning and values.</summary>
    public static void AppendDetail(StringBuilder text, DataDictionary dictionary, TableInfo table)
    {
        text.Append($"### {SqlName.Visible(table.Name)}\n{char.ToUpperInvariant(Summary(table)[0])}{Summary(table)[1..]}.");
        if (PromptText.Cell(table.Comment, CommentLength) is { Length: > 0 } comment)
            text.Append($" Comment: {comment}");
        if (NotePrompt.Words(table.Note, CommentLength) is { Length: > 0 } note)
            text.Append($" {char.ToUpperInvariant(note[0])}{note[1..]}");
        text.Append("\n\n| Column | Type | Null | Key | Description | Values |\n|---|---|---|---|---|---|\n");
        foreach (var column in table.Columns)
            text.Append($"| {SqlName.Visible(column.Name)} | {Type(column)} | {(column.IsNullable ? "yes" : "no")} | {Key(table, column)} "
                + $"| {Description(column)} | {Values(dictionary, column)} |\n");
        text.Append('\n');
    }

    /// <summary>Everything: also keys of several columns, what refers to it, checks, defaults and indexes.</summary>
    public static void AppendFull(StringBuilder text, DataDictionary dictionary, TableInfo table)
    {
        AppendDetail(text, dictionary, table);
        AppendSection(text, "Relationships", [
            .. table.ForeignKeys.Select(k => Relationship(table.Name, k)),
            .. dictionary.Tables.Where(t => t.Name != table.Name).OrderBy(t => t.Name, StringComparer.Ordinal)
                .SelectMany(t => t.ForeignKeys.Where(k => k.Table == table.Name).Select(k => Relationship(t.Name, k))),
            .. dictionary.JoinHints.Where(h => h.FromTable == table.Name || h.ToTable == table.Name).Select(NotePrompt.Relationship)]);
        AppendSection(text, "Keys", [
            .. table.PrimaryKey.Count > 0 ? [$"- primary key ({Names(table.PrimaryKey)})"] : Array.Empty<string>(),
            .. table.UniqueKeys.Select(k => $"- unique ({Names(k)})")]);
        AppendSection(text, "Checks", table.Checks.Select(c => $"- {PromptText.Cell(c, ExpressionLength)}"));
        AppendSection(text, "Defaults", table.Columns.Where(c => c.Default is not null)
            .Select(c => $"- {SqlName.Visible(c.Name)}: {(c.IsGenerated ? "generated as " : "")}{PromptText.Cell(c.Default, ExpressionLength)}"));
        AppendSection(text, "Indexes", table.Indexes.Select(i => i.Expression is { } expression
            ? $"- {PromptText.Cell(expression, ExpressionLength)}"
            : $"- {SqlName.Visible(i.Name)} ({Names(i.Columns)}){(i.IsUnique ? ", unique" : "")}"));
    }

    private static void AppendSection(StringBuilder text, string title, IEnumerable<string> lines)
    {
        if (lines.ToArray() is { Length: > 0 } some)
            text.Append($"{title}:\n").AppendJoin('\n', some).Append("\n\n");
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(SqlName.Visible));

    private static string Description(ColumnInfo column) => string.Join("; ", ((string[])
        [PromptText.Cell(column.Comment, CommentLength), NotePrompt.Words(column.Note, CommentLength)]).Where(t => t.Length > 0));

    // A domain's own name says nothing of what can be done with it.
    private static string Type(ColumnInfo column) =>
        PromptText.Cell(column.Type, 120) + (column.IsDomain ? $" ({column.BaseType}{(column.IsArray ? "[]" : "")})" : "")
        + (column.IsIdentity ? ", identity" : "") + (column.IsGenerated ? ", generated" : "");

    private static string Key(TableInfo table, ColumnInfo column)
    {
        var key = table.ForeignKeys.FirstOrDefault(k => k.Columns.Count == 1 && k.Columns[0] == column.Name)
            ?? table.ForeignKeys.FirstOrDefault(k => k.Columns.Contains(column.Name));
        return string.Join(", ", ((string?[])
        [
            table.PrimaryKey.Contains(column.Name) ? "PK" : null,
            key is null ? null : $"→ {SqlName.Visible(key.Table)}.{SqlName.Visible(key.References[key.Columns.ToList().IndexOf(column.Name)])}",
            table.UniqueKeys.Any(k => k.Count == 1 && k[0] == column.Name) ? "unique" : null,
        ]).OfType<string>());
    }

    private static string Values(DataDictionary dictionary, ColumnInfo column)
    {
        if (column.IsSensitive)
            return "not shown (sensitive)";
        if (column.Enum is not null && dictionary.Enums.FirstOrDefault(e => e.Name == column.Enum) is { } choices)
            return List("one of ", choices.Values, 30);
        if (column.HasSamplesOff)
            return "not shown (samples are off)";
        if (column.Values.Count > 0)
            return List("", column.Values, MaxListedValues);
        if (column.Min is not null && column.Max is not null && column.Min != column.Max)
            return $"{PromptText.Cell(column.Min, 60)} … {PromptText.Cell(column.Max, 60)}";
        return List("e.g. ", column.Samples, 3);
    }

    private static string List(string lead, IReadOnlyList<string> values, int most) => values.Count == 0
        ? ""
        : lead + string.Join(", ", values.Take(most).Select(v => $"'{PromptText.Cell(v, 60).Replace("'", "''", StringComparison.Ordinal)}'")) + (values.Count > most ? ", …" : "");
}
