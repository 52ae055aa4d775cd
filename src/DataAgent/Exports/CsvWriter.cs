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
            CsvField.Put(Output, Encoding.UTF8.GetBytes(columns[i].Name), options.GuardsFormulas);
        }

        Put("\r\n"u8);
    }

    public override void Write(RecordCells row)
    {
        // One piece of the output for the whole row: to ask for one for each field takes longer than to fill it.
        var most = 2;
        for (var i = 0; i < row.Count; i++)
            most = checked(most + CsvField.Most(row[i]) + 1);
        var line = Output.GetSpan(most);
        var at = 0;
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                line[at++] = (byte)',';
            if (!row.IsNull(i))
                at += CsvField.Put(line[at..], row[i], _isGuarded[i]);
        }

        "\r\n"u8.CopyTo(line[at..]);
        Output.Advance(at + 2);
    }

    /// <summary>Nothing: a line more would be a row more. The file's name and the answer's header say what was cut.</summary>
    public override void End(ExportEnd end)
    {
    }
}
