using System.Text;
using DataAgent.Queries;

namespace DataAgent.Agent.Tools;

/// <summary>A result as the model reads it: the first rows, and figures over all of them. The rest stays under its id.</summary>
internal static class ResultText
{
    private const int MaxRows = 50;
    private const int MaxCell = 200;

    /// <summary>Wide tables show fewer rows.</summary>
    private const int MaxCharacters = 24_000;

    public static string Render(Guid resultId, ResultTable table)
    {
        var body = new StringBuilder();
        body.Append("columns: ").AppendJoin(", ", table.Columns.Select(c => $"{Cell(c.Name)} {c.Type}")).Append('\n');
        body.Append(Line(table.Columns.Select(c => c.Name))).Append(Line(table.Columns.Select(_ => "---")));
        var shown = 0;
        foreach (var row in table.Rows.Take(MaxRows))
        {
            if (body.Length > MaxCharacters)
                break;
            body.Append(Line(row));
            shown++;
        }

        var text = new StringBuilder();
        text.Append($"result_id: {resultId}\nrow_count: {table.Rows.Count}");
        text.Append(shown < table.Rows.Count ? $" (the first {shown} are below)\n" : "\n");
        text.Append(table.Truncated
            ? $"truncated: yes, {table.CutReason ?? "there are more rows than were read"}. Say so in the answer.\n"
            : "truncated: no\n");
        if (table.Rows.Count == 0)
            text.Append("No row matches. Say so; do not guess values.\n");
        text.Append(DataFence.Wrap(body.ToString())).Append('\n');
        if (shown < table.Rows.Count)
            text.Append($"Over all {table.Rows.Count} rows read:\n").Append(DataFence.Wrap(ColumnStatistics.Render(table))).Append('\n');
        return text.Append("SQL that ran:\n").Append(table.Sql).ToString();
    }

    /// <summary>One row of a table in Markdown.</summary>
    public static string Line(IEnumerable<string?> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |\n";

    /// <summary>One cell on one line, at most <see cref="MaxCell"/> characters.</summary>
    public static string Cell(string? value)
    {
        if (value is null)
            return "null";
        if (value.Length == 0)
            return "''";
        var cut = value.Length > MaxCell ? $"{value[..MaxCell]}… ({value.Length} characters)" : value;
        return cut.ReplaceLineEndings("\\n").Replace("|", "\\|", StringComparison.Ordinal);
    }
}
