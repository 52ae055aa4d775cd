namespace DataAgent.Queries;

/// <summary>How a column is shown, sorted and drawn.</summary>
public enum ColumnKind { Text, Number, Boolean, Date, Time, Timestamp, Json }

/// <param name="Type">PostgreSQL's name of the type, as <c>format_type</c> writes it.</param>
public sealed record ResultColumn(string Name, string Type, ColumnKind Kind);

/// <summary>Rows as PostgreSQL's own text, so that every type displays and no digit is lost.</summary>
/// <param name="Rows">One array a row, as long as <paramref name="Columns"/>; <c>null</c> is SQL's null.</param>
/// <param name="Truncated">There is more than these rows: the row or byte limit cut the table short.</param>
public sealed record ResultTable(
    string Sql, IReadOnlyList<ResultColumn> Columns, IReadOnlyList<string?[]> Rows, bool Truncated, TimeSpan Elapsed)
{
    /// <summary>Relations of the project it read, as <c>schema.name</c>.</summary>
    public IReadOnlyList<string> Relations { get; init; } = [];

    public DateTimeOffset RanAt { get; init; }

    /// <summary>Why it was cut, in words ("the project shows at most 500 rows"); <c>null</c> when it was not.</summary>
    public string? CutReason { get; init; }
}
