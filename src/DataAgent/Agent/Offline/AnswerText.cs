using System.Globalization;
using DataAgent.Agent.Tools;

namespace DataAgent.Agent.Offline;

/// <summary>One or two sentences with the key figures, all of them taken from the rows that came back.</summary>
internal static class AnswerText
{
    public static string Of(QueryPlan plan, ToolTable table)
    {
        if (table.RowCount == 0) return "No rows match: the query ran well and found nothing." + (plan.Filters.Count > 0 ? $" It asked for {string.Join(" and ", plan.Filters.Select(f => f.Words))}." : "");
        if (table.Rows.Count == 0) return OfRows(table);
        if (plan.Shape == PlanShape.FigurePerEntity) return $"On the whole the {MeasureReader.NameOf(plan.Outer)} is **{Show(table, table.Rows[0], 0)}** {plan.Measures[0].Label} per {plan.Groups[0].Table.Label}.";
        if (plan is { Shape: PlanShape.Figures, Groups.Count: 0 }) return Single(plan, table);
        if (plan.Shape == PlanShape.Figures) return (plan.Groups[0].Grain is not null && plan.Groups.Count == 1 && plan.Order is null ? OverTime(plan, table) : Ranked(plan, table)) + Cut(table);
        if (plan.Shape == PlanShape.Values) return $"There are **{table.RowCount}** different values{(table.RowCount <= 10 && table.Columns.Count == 1 ? ": " + string.Join(", ", table.Rows.Select(r => r[0])) : "")}.{Cut(table)}";
        if (plan.Order?.Column is { } by && table.Columns.ToList().FindLastIndex(c => c == by.Name) is var at and >= 0) return $"**{NameIn(plan, table)}** comes first with {by.Label} {Show(table, table.Rows[0], at)}{Tied(plan, table)}.{Cut(table)}";
        return table.RowCount == 1 ? $"One {plan.Root.Label} matches: **{NameIn(plan, table)}**." : $"**{table.RowCount}** {plan.Root.Plural} are listed.{Cut(table)}";
    }

    public static string OfRows(ToolTable table) => table.RowCount switch
    {
        0 => "The query ran well and found no rows.",
        1 when table.Columns.Count == 1 && table.Rows.Count == 1 => $"**{Show(table, table.Rows[0], 0)}**",
        1 => "The query gave one row.",
        _ => $"The query gave {table.RowCount} rows.{Cut(table)}",
    };

    public static string OfError(ToolTable table)
    {
        if (table.Text.StartsWith(ExecuteSqlTool.RoleStop, StringComparison.Ordinal))
            return table.Text[ExecuteSqlTool.RoleStop.Length..];
        var reason = string.Join(' ', table.Text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Take(4));
        return $"The query gave no result, so I have no answer. {(reason.Length > 400 ? reason[..400] + "…" : reason)}\n\nAsk in other words, or ask for less at once: a shorter time, or one group only.";
    }

    private static string Single(QueryPlan plan, ToolTable table)
    {
        var row = table.Rows[0];
        var where = plan.Filters.Count > 0 ? $", where {string.Join(" and ", plan.Filters.Select(f => f.Words))}" : "";
        if (IsNull(row[0])) return $"There is no {plan.Measures[0].Label}: no row{(where.Length > 0 ? " matches" + where[1..] : " has a value")}.";
        if (plan.AsShare) return row.Count > 2 ? $"**{Show(table, row, 0)}%**: {Show(table, row, 1)} of {Show(table, row, 2)} {plan.Measures[0].Label}{where}." : $"**{Show(table, row, 0)}%**.";
        return plan.Measures[0].Function == "count" ? $"There {(row[0] == "1" ? "is" : "are")} **{Show(table, row, 0)}** {(row[0] == "1" ? plan.Measures[0].Table.Label : plan.Measures[0].Label)}{where}." : $"{Capital(plan.Measures[0].Words)}{where}, is **{Show(table, row, 0)}**.".Replace($"{plan.Measures[0].Words}, is", $"{plan.Measures[0].Words} is").Replace($"{Capital(plan.Measures[0].Words)}, is", $"{Capital(plan.Measures[0].Words)} is");
    }

    private static string Ranked(QueryPlan plan, ToolTable table)
    {
        var at = plan.Groups.Count;
        if (at >= table.Columns.Count) return OfRows(table);
        var top = table.Rows[0];
        var name = string.Join(", ", top.Take(at).Select(Label));
        var rank = plan.Order is { IsDescending: false } ? "lowest" : "highest";
        if (plan.Groups.Any(g => g.Grain is not null) && plan.Order is null) return $"{table.RowCount} rows, from {Label(top[0])} to {Label(table.Rows[^1][0])}.";
        var text = $"**{name}** has the {rank} figure: {Show(table, top, at)} {plan.Measures[0].Label}{Tied(plan, table)}";
        if (table.RowCount > 1 && !plan.WithTies && table.Rows.Count > 1) text += $"; next is {string.Join(", ", table.Rows[1].Take(at).Select(Label))} with {Show(table, table.Rows[1], at)}";
        return $"{text}. {(table.RowCount == 1 ? "" : $"{table.RowCount} rows in all.")}".TrimEnd();
    }

    private static string OverTime(QueryPlan plan, ToolTable table)
    {
        var rows = table.Rows.Where(r => r.Count > 1 && decimal.TryParse(r[1], NumberStyles.Any, CultureInfo.InvariantCulture, out _)).ToList();
        if (rows.Count == 0) return OfRows(table);
        if (rows.Count == 1) return $"There is one {plan.Groups[0].Label} only: {Label(rows[0][0])} with **{Show(table, rows[0], 1)}** {plan.Measures[0].Label}.";
        var (high, low) = (rows.MaxBy(r => decimal.Parse(r[1], CultureInfo.InvariantCulture))!, rows.MinBy(r => decimal.Parse(r[1], CultureInfo.InvariantCulture))!);
        var seen = rows.Count < table.RowCount ? $" (of the first {rows.Count} of {table.RowCount} rows)" : "";
        return $"From {Label(rows[0][0])} ({Show(table, rows[0], 1)}) to {Label(rows[^1][0])} ({Show(table, rows[^1], 1)}): highest in **{Label(high[0])}** with {Show(table, high, 1)}, lowest in {Label(low[0])} with {Show(table, low, 1)}{seen}.";
    }

    private static string Tied(QueryPlan plan, ToolTable table) => plan.WithTies && table.RowCount > 1 ? $", level with {table.RowCount - 1} other{(table.RowCount > 2 ? "s" : "")}" : "";

    private static string NameIn(QueryPlan plan, ToolTable table)
    {
        var row = table.Rows[0];
        var own = plan.Root.NameColumns.Select(c => table.Columns.ToList().IndexOf(c.Name)).Where(i => i >= 0).ToList();
        return own.Count > 0 ? string.Join(' ', own.Select(i => row[i])) : Label(row[0]) is var first && plan.Columns.Count == 0 ? $"{plan.Root.Label} {first}" : Label(row[0]);
    }

    private static string Cut(ToolTable table) => table.Truncated ? " There is more than is shown: the result was cut at the project's limit." : "";

    private static bool IsNull(string cell) => cell is "" or "NULL" or "null" or "∅";

    private static string Label(string cell) => IsNull(cell) ? "(none)" : cell;

    /// <summary>Thousands apart in a column where a figure reaches 10,000 (below that they may be years); every digit kept.</summary>
    private static string Show(ToolTable table, IReadOnlyList<string> row, int at)
    {
        var cell = row[at];
        if (IsNull(cell)) return "(none)";
        if (!IsFigure(cell) || !table.Rows.Any(r => at < r.Count && IsFigure(r[at]) && WholeDigits(r[at]).Length >= 5)) return cell;
        var grouped = decimal.TryParse(WholeDigits(cell), out var whole) ? whole.ToString("N0", CultureInfo.InvariantCulture) : WholeDigits(cell);
        return $"{(cell[0] == '-' ? "-" : "")}{grouped}{(cell.Contains('.') ? cell[cell.IndexOf('.')..] : "")}";
    }

    private static bool IsFigure(string cell) => cell.Length > 0 && cell.All(c => char.IsAsciiDigit(c) || c is '.' or '-');

    private static string WholeDigits(string cell) => cell.TrimStart('-').Split('.')[0];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
