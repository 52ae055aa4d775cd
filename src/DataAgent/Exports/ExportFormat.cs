namespace DataAgent.Exports;

public enum ExportFormat { Csv, Xlsx, JsonLines }

public static class ExportFormats
{
    /// <summary>As addresses, the command line and file names write it; <c>null</c> is none of them.</summary>
    public static ExportFormat? Find(string? word) => word switch
    {
        "csv" => ExportFormat.Csv,
        "xlsx" => ExportFormat.Xlsx,
        "jsonl" => ExportFormat.JsonLines,
        _ => null,
    };

    public static string Word(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => "csv",
        ExportFormat.Xlsx => "xlsx",
        _ => "jsonl",
    };

    public static string ContentType(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
        ExportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/jsonl; charset=utf-8",
    };
}
