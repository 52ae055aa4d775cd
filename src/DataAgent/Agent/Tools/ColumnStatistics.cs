using System.Globalization;
using System.Text;
using DataAgent.Queries;

namespace DataAgent.Agent.Tools;

/// <summary>Per column: smallest, largest, nulls and distinct values, so that a model need not see every row.</summary>
internal static class ColumnStatistics
{
    /// <summary>Distinct values are counted up to here.</summary>
    private const int MaxDistinct = 1_000;

    public static string Render(ResultTable table)
    {
        var text = new StringBuilder("| column | min | max | nulls | distinct |\n|---|---|---|---|---|\n");
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            var values = table.Rows.Select(r => r[i]).OfType<string>().ToList();
            var (min, max) = Range(values, column.Kind);
            var distinct = values.Distinct(StringComparer.Ordinal).Take(MaxDistinct + 1).Count();
            var count = distinct > MaxDistinct ? $"over {MaxDistinct}" : distinct.ToString();
            text.Append(ResultText.Line([column.Name, min, max, (table.Rows.Count - values.Count).ToString(), count]));
        }

        return text.ToString();
    }

    private static (string Min, string Max) Range(List<string> values, ColumnKind kind)
    {
        if (values.Count == 0 || kind == ColumnKind.Json)
            return ("-", "-");
        if (kind != ColumnKind.Number)
            return (values.Min(StringComparer.Ordinal)!, values.Max(StringComparer.Ordinal)!);

        // Compared as numbers, shown as PostgreSQL wrote them: no digit is lost. NaN and infinity stand aside.
        var numbers = values.Select(v => (Text: v, Number: Parse(v))).Where(v => double.IsFinite(v.Number)).ToList();
        return numbers.Count == 0 ? ("-", "-") : (numbers.MinBy(n => n.Number).Text, numbers.MaxBy(n => n.Number).Text);
    }

    private static double Parse(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
