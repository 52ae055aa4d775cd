using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Exports;

namespace DataAgent.Audit;

/// <summary>Writes entries as they are read, as CSV or JSON lines.</summary>
public static class AuditFile
{
    private const int Most = 64 * 1024;

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] _heading =
    [
        "id", "at", "email", "address", "door", "action", "outcome", "project", "sql", "relations", "rows", "duration_ms", "detail", "changes", "conversation_id",
        "token",
    ];

    /// <param name="isCsv">Else JSON lines. In a CSV, what a spreadsheet program would run as a formula gets an apostrophe in front.</param>
    public static async Task WriteAsync(IAsyncEnumerable<AuditLine> lines, bool isCsv, PipeWriter output, CancellationToken cancellationToken)
    {
        if (isCsv)
            Put(output, _heading);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            Put(output, AuditText.Of(line), isCsv);
            if (output.UnflushedBytes > Most)
                await output.FlushAsync(cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    private static void Put(PipeWriter output, AuditText e, bool isCsv)
    {
        if (isCsv)
        {
            Put(output,
            [
                e.Id.ToString(), e.At.ToString("yyyy-MM-dd HH:mm:ss.fffZ", CultureInfo.InvariantCulture), e.Email, e.Address, e.Door, e.Action, e.Outcome,
                e.Project, e.Sql, string.Join(", ", e.Relations), e.Rows?.ToString(CultureInfo.InvariantCulture),
                e.DurationMs?.ToString(CultureInfo.InvariantCulture), e.Detail, e.Changes is null ? null : JsonSerializer.Serialize(e.Changes, _json),
                e.ConversationId?.ToString(), e.Token,
            ]);
            return;
        }

        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(e, _json), output);
        Encoding.UTF8.GetBytes("\n", output);
    }

    private static void Put(PipeWriter output, string?[] fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                Encoding.UTF8.GetBytes(",", output);
            // Nothing is an empty field, an empty text is "".
            if (fields[i] is { } text)
                CsvField.Put(output, Encoding.UTF8.GetBytes(text), isGuarded: true);
        }

        Encoding.UTF8.GetBytes("\r\n", output);
    }
}
