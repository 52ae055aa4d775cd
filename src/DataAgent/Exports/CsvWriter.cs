using System.Buffers;
using System.Text;
using DataAgent.Queries;

namespace DataAgent.Exports;

/// <summary>Comma-separated values by RFC 4180, digit for digit what PostgreSQL said. Null is an empty field, an empty text is <c>""</c>.</summary>
internal sealed class CsvWriter(ExportOptions options, IBufferWriter<byte> output) : ExportWriter(output)
{
    private bool[] _isGuarded = [];

    public override void Begin(IReadOnlyList<ExportColumn> columns)
    {
        _isGuarded = [.. columns.Select(c => options.GuardsFormulas && c.Kind != ColumnKind.Number)];
        if (options.WithByteOrderMark)
            Put("\uFEFF"u8);
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                Put((byte)',');
            // Whoever writes the query names the columns, so a heading may be a formula too.
            PutField(Encoding.UTF8.GetBytes(columns[i].Name), options.GuardsFormulas);
        }

        Put("\r\n"u8);
    }

    public override void Write(RecordCells row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                Put((byte)',');
            if (!row.IsNull(i))
                PutField(row[i], _isGuarded[i]);
        }

        Put("\r\n"u8);
    }

    /// <summary>Nothing: a line more would be a row more. The file's name and the answer's header say what was cut.</summary>
    public override void End(ExportEnd end)
    {
    }

    private void PutField(ReadOnlySpan<byte> value, bool isGuarded) => CsvField.Put(Output, value, isGuarded);
}
