using System.IO.Pipelines;
using DataAgent.Exports;

namespace DataAgent.Queries;

/// <summary>Takes rows from the database and hands them on as a file, never holding more than a little of it.</summary>
/// <param name="open">Called when the first row is there, or it is sure that there is none.</param>
internal sealed class ExportSink(ExportOptions options, ExportFacts facts, Func<bool?, PipeWriter> open)
{
    private const long MostWaiting = 64 * 1024;

    private PipeWriter? _output;
    private ExportWriter? _writer;

    public long Rows { get; private set; }
    public bool HasBegun => _output is not null;

    public void Begin(IReadOnlyList<ExportColumn> columns, bool? isCut)
    {
        _output = open(isCut);
        _writer = ExportWriter.Create(options, facts, _output);
        _writer.Begin(columns);
    }

    public ValueTask WriteAsync(RecordCells row, CancellationToken cancellationToken)
    {
        _writer!.Write(row);
        Rows++;
        return _output!.UnflushedBytes < MostWaiting ? default : FlushAsync(cancellationToken);
    }

    public ValueTask EndAsync(ExportEnd end, CancellationToken cancellationToken)
    {
        _writer!.End(end);
        return FlushAsync(cancellationToken);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = await _output!.FlushAsync(cancellationToken);
        if (flushed.IsCompleted || flushed.IsCanceled)
            throw new OperationCanceledException("Whoever read the export has gone.");
    }
}
