using System.IO.Pipelines;
using System.Text;
using DataAgent.Exports;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Queries;

/// <summary>Writes an export into a file or to standard output, and says on standard error what it holds.</summary>
internal static class ExportOutput
{
    public static async Task<int> RunAsync(CliRun run, Member member, ExportRequest request, string? file, CancellationToken cancellationToken)
    {
        // Written beside the file first: what breaks off must not stand where a whole export did.
        var part = file is null ? null : $"{file}.part";
        Stream? stream = null;
        try
        {
            var outcome = await run.Get<QueryExporter>().ExportAsync(
                member, request, _ => PipeWriter.Create(stream = part is null ? new TextStream(run.Streams.Output) : File.Create(part)), cancellationToken);
            await (stream?.DisposeAsync() ?? default);
            if (outcome is ExportOutcome.Done done)
                return await FinishAsync(run, done.End, part, file);
            if (outcome is ExportOutcome.No no)
                QueryCommand.Explain(run, no.Why, asJson: false);
            return CommandLine.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && file is not null)
        {
            throw new CommandFailedException($"'{file}' cannot be written. Choose another file, or mend the folder's rights.");
        }
        finally
        {
            await (stream?.DisposeAsync() ?? default);
            if (part is not null && File.Exists(part))
                File.Delete(part);
        }
    }

    private static async Task<int> FinishAsync(CliRun run, ExportEnd end, string? part, string? file)
    {
        if (part is not null)
            File.Move(part, file!, overwrite: true);
        if (file is not null)
            await run.Streams.Error.WriteLineAsync($"Wrote {end.Rows:N0} rows to {file}.");
        if (end.IsCut)
            await run.Streams.Error.WriteLineAsync($"Only the first {end.Rows:N0} rows: {end.CutReason}.");
        return CommandLine.Ok;
    }

    /// <summary>Standard output is for text; only xlsx is none, and goes into a file.</summary>
    private sealed class TextStream(TextWriter output) : MemoryStream
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var text = new char[_decoder.GetCharCount(buffer, flush: false)];
            output.Write(text, 0, _decoder.GetChars(buffer, text, flush: false));
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return default;
        }
    }
}
