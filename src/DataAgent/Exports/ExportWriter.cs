using System.Buffers;
using System.Text;

namespace DataAgent.Exports;

/// <summary>Writes rows in one format. It only fills <paramref name="output"/>: who flushes it decides how much waits there.</summary>
internal abstract class ExportWriter(IBufferWriter<byte> output)
{
    protected IBufferWriter<byte> Output => output;

    public abstract void Begin(IReadOnlyList<ExportColumn> columns);

    public abstract void Write(RecordCells row);

    public abstract void End(ExportEnd end);

    public static ExportWriter Create(ExportOptions options, ExportFacts facts, IBufferWriter<byte> output) => options.Format switch
    {
        ExportFormat.Csv => new CsvWriter(options, output),
        ExportFormat.Xlsx => new XlsxWriter(facts, output),
        _ => new JsonLinesWriter(output),
    };

    protected void Put(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    protected void Put(string text) => Encoding.UTF8.GetBytes(text, output);

    protected void Put(byte one)
    {
        output.GetSpan(1)[0] = one;
        output.Advance(1);
    }
}
