using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataAgent.Queries;

namespace DataAgent.Exports;

/// <summary>One JSON object a row. Numbers keep every digit; a cut is said by a last object, <c>{"truncated":…}</c>.</summary>
internal sealed class JsonLinesWriter(IBufferWriter<byte> output) : ExportWriter(output)
{
    private static readonly JavaScriptEncoder Escape = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // Before each value: the comma, the name and the colon.
    private byte[][] _names = [];
    private ColumnKind[] _kinds = [];

    public override void Begin(IReadOnlyList<ExportColumn> columns)
    {
        _names = [.. Unique(columns).Select((name, i) => Encoding.UTF8.GetBytes($"{(i == 0 ? "" : ",")}\"{Escape.Encode(name)}\":"))];
        _kinds = [.. columns.Select(c => c.Kind)];
    }

    public override void Write(RecordCells row)
    {
        Put((byte)'{');
        for (var i = 0; i < row.Count; i++)
        {
            Put(_names[i]);
            if (row.IsNull(i))
                Put("null"u8);
            else
                PutValue(row[i], _kinds[i]);
        }

        Put("}\n"u8);
    }

    public override void End(ExportEnd end)
    {
        if (end.IsCut)
            Put(JsonSerializer.Serialize(new { truncated = true, rows = end.Rows, reason = end.CutReason }) + "\n");
    }

    private void PutValue(ReadOnlySpan<byte> value, ColumnKind kind)
    {
        switch (kind)
        {
            // NaN and the infinities are no numbers of JSON.
            case ColumnKind.Number when char.IsAsciiDigit((char)value[^1]):
                Put(value);
                break;
            case ColumnKind.Boolean:
                Put(value is [(byte)'t'] ? "true"u8 : "false"u8);
                break;
            case ColumnKind.Json:
                PutJson(value);
                break;
            default:
                PutText(value);
                break;
        }
    }

    /// <summary>A <c>json</c> value keeps the line breaks it was written with; in JSON they stand only between values.</summary>
    private void PutJson(ReadOnlySpan<byte> value)
    {
        for (int end; (end = value.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; value = value[(end + 1)..])
        {
            Put(value[..end]);
            Put((byte)' ');
        }

        Put(value);
    }

    private void PutText(ReadOnlySpan<byte> value)
    {
        Put((byte)'"');
        while (value.Length > 0)
        {
            var plain = Escape.FindFirstCharacterToEncodeUtf8(value);
            if (plain < 0)
                break;
            Put(value[..plain]);
            value = value[plain..];
            Rune.DecodeFromUtf8(value, out _, out var length);
            Escape.EncodeUtf8(value[..length], Output.GetSpan(24), out _, out var written);
            value = value[length..];
            Output.Advance(written);
        }

        Put(value);
        Put((byte)'"');
    }

    /// <summary>A query may give two columns one name; in an object the second would hide the first.</summary>
    private static IEnumerable<string> Unique(IReadOnlyList<ExportColumn> columns)
    {
        var taken = new HashSet<string>(columns.Select(c => c.Name), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var name = column.Name;
            for (var i = 2; !seen.Add(name); i++)
            {
                do
                    name = $"{column.Name}_{i}";
                while (taken.Contains(name) && i++ > 0);
            }

            yield return name;
        }
    }
}
