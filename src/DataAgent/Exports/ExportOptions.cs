namespace DataAgent.Exports;

/// <summary>How a file is written.</summary>
public sealed record ExportOptions(ExportFormat Format)
{
    /// <summary>A byte order mark at the start of a CSV: Excel needs it to see that the file is UTF-8.</summary>
    public bool WithByteOrderMark { get; init; }

    /// <summary>In a CSV, a text that a spreadsheet program would run as a formula gets an apostrophe in front.</summary>
    public bool GuardsFormulas { get; init; } = true;
}
