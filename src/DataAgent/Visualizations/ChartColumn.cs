using System.Globalization;
using System.Text.RegularExpressions;
using DataAgent.Queries;

namespace DataAgent.Visualizations;

/// <summary>A column of a result as a chart needs it: <see cref="decimal"/> or <see cref="double"/>, ISO dates, or names.</summary>
internal sealed partial class ChartColumn(ResultColumn column, int index)
{
    /// <summary>Stands for SQL's null where a name is needed.</summary>
    public const string NoValue = "(no value)";

    public string Name => column.Name;
    public bool IsNumber => column.Kind == ColumnKind.Number;
    public bool IsTime => column.Kind is ColumnKind.Date or ColumnKind.Timestamp;

    public ChartScale Scale => IsNumber ? ChartScale.Number : IsTime ? ChartScale.Time : ChartScale.Category;

    public string Label => string.Join(' ', column.Name.Split('_', StringSplitOptions.RemoveEmptyEntries)) is [var first, .. var rest]
        ? char.ToUpperInvariant(first) + rest
        : column.Name;

    public static ChartColumn? Find(ResultTable table, string? name)
    {
        if (name is null)
            return null;
        var columns = table.Columns.Index().ToArray();
        var found = columns.Where(c => c.Item.Name == name).Concat(columns.Where(c => c.Item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        return found.Select(c => new ChartColumn(c.Item, c.Index)).FirstOrDefault();
    }

    /// <summary><c>null</c>: no value, or none that has a place on an axis (NaN, infinity, a year beyond 9999).</summary>
    public object? Value(string?[] row) => row[index] is not { } text ? null : IsNumber ? Number(text) : IsTime ? Time(text) : CategoryName(text);

    /// <summary>As <see cref="Value"/>, but no value is a category too.</summary>
    public object? Place(string?[] row) => Scale == ChartScale.Category ? Text(row) : Value(row);

    /// <summary>The value as the name of a series, slice or category.</summary>
    public string Text(string?[] row) => row[index] is { } text ? CategoryName(text) : NoValue;

    private string CategoryName(string text) => column.Kind == ColumnKind.Boolean ? text is "t" ? "true" : "false" : text;

    /// <remarks>Decimal keeps every digit up to 28; what is too large or too small for it is a double.</remarks>
    private static object? Number(string text)
    {
        if (!double.TryParse(text, CultureInfo.InvariantCulture, out var approximate) || !double.IsFinite(approximate))
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (exact != 0 || approximate == 0)
            ? exact
            : approximate;
    }

    /// <remarks>Results are in UTC, and Plotly knows no zones: the offset goes.</remarks>
    private static string? Time(string text) =>
        IsoTime().Match(text) is { Success: true } match ? match.Groups[1].Value + (match.Groups[2].Success ? $"T{match.Groups[2].Value}" : "") : null;

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d+)?))?(?:\+00)?$")]
    private static partial Regex IsoTime();
}
