using DataAgent.Queries;

namespace DataAgent.Exports;

/// <param name="IsFloat">A binary fraction: its text is short, and yet no digit of it is lost in a double.</param>
public sealed record ExportColumn(string Name, ColumnKind Kind, bool IsFloat);
