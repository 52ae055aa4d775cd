using DataAgent.Projects;
using DataAgent.SqlGuard.Names;

namespace DataAgent.Visualizations;

/// <summary>What somebody chose to see of a result, in words, and under the names that the model's tool has for it.</summary>
/// <param name="ChartType">bar, line, scatter, pie, histogram or heatmap.</param>
public sealed record ChartChoice(
    string? ChartType, string? XColumn, string? YColumn = null, string? ColorColumn = null, string? GroupColumn = null, string? Title = null,
    string? XLabel = null, string? YLabel = null)
{
    private static readonly string[] _types = [.. Enum.GetNames<ChartType>().Select(n => n.ToLowerInvariant())];

    /// <returns>Null with what is missing or unknown; whether the columns fit the result is <see cref="FigureCheck"/>'s to say.</returns>
    public ChartSpec? Over(Guid resultId, out IReadOnlyList<FieldError> errors)
    {
        var wrong = new List<FieldError>();
        if (!Enum.TryParse<ChartType>(ChartType, ignoreCase: true, out var type) || !_types.Contains(ChartType, StringComparer.OrdinalIgnoreCase))
            wrong.Add(new("chart_type", $"There is no such chart_type.{Nearest(ChartType)} There are: {string.Join(", ", _types)}."));
        if (Text(XColumn) is null)
            wrong.Add(new("x_column", "Name the column of the x axis; for a pie the one with the names."));
        errors = wrong;
        return wrong.Count > 0 ? null
            : new(resultId, type, XColumn!, Text(YColumn), Text(Title), Text(XLabel), Text(YLabel), Text(ColorColumn), Text(GroupColumn));
    }

    private static string Nearest(string? type) => Suggestion.Near(type ?? "", _types) is [var near, ..] ? $" Did you mean {near}?" : "";

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
