using System.Buffers;
using DataAgent.Queries;

namespace DataAgent.Cli.Queries;

/// <summary>Comma-separated values by RFC 4180, digit for digit what PostgreSQL said. Null is an empty field, an empty text is "".</summary>
internal static class CsvOutput
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    public static void Write(TextWriter output, ResultTable table)
    {
        output.WriteLine(string.Join(',', table.Columns.Select(c => Field(c.Name))));
        foreach (var row in table.Rows)
            output.WriteLine(string.Join(',', row.Select(Field)));
    }

    private static string Field(string? value) => value switch
    {
        null => "",
        "" => "\"\"",
        _ when value.AsSpan().ContainsAny(NeedQuotes) || value != value.Trim() => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => value,
    };
}
