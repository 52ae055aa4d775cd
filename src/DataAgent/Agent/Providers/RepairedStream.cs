using System.Text;

namespace DataAgent.Agent.Providers;

/// <summary>Server-sent events of chat completions, each put right as it passes.</summary>
internal sealed class RepairedStream(Stream inner, ChunkRepair repair) : ReadOnlyStream(inner)
{
    // A server that sends one endless line shall not fill our memory.
    private const int MaxLineBytes = 4 * 1024 * 1024;

    private byte[] _read = new byte[16 * 1024];
    private int _start, _end;

    /// <summary>No line ends between start and here.</summary>
    private int _searched;

    private byte[] _ready = [];
    private int _taken;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_taken == _ready.Length)
        {
            if (_ended)
                return 0;
            (_ready, _taken) = (Encoding.UTF8.GetBytes(Pass(await ReadLineAsync(cancellationToken))), 0);
        }

        var count = Math.Min(buffer.Length, _ready.Length - _taken);
        _ready.AsMemory(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    /// <returns>What the reader gets for this line; often nothing.</returns>
    private string Pass(string? line)
    {
        if (line is null)
        {
            _ended = true;
            return Events(repair.End());
        }

        // Some servers send an error as a bare line of JSON.
        var data = line.StartsWith("data:", StringComparison.Ordinal) ? line[5..].Trim() : line.StartsWith('{') ? line.Trim() : "";
        if (data.Length == 0)
            return "";
        if (data != "[DONE]")
            return repair.Fix(data) is { } chunk ? Events([chunk]) : "";
        _ended = true;
        return Events([.. repair.Done(), data]);
    }

    private static string Events(IEnumerable<string> chunks) => string.Concat(chunks.Select(c => $"data: {c}\n\n"));

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_read.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n') is var found and >= 0)
                return Take(_searched - _start + found, skip: 1);
            _searched = _end;
            MakeRoom();
            var count = await Inner.ReadAsync(_read.AsMemory(_end), cancellationToken);
            if (count == 0)
                return _end > _start ? Take(_end - _start, skip: 0) : null;
            _end += count;
        }
    }

    private string Take(int length, int skip)
    {
        var line = Encoding.UTF8.GetString(_read, _start, length);
        _start += length + skip;
        _searched = _start;
        return line.TrimEnd('\r');
    }

    private void MakeRoom()
    {
        if (_start > 0)
            _read.AsSpan(_start, _end - _start).CopyTo(_read);
        (_start, _end, _searched) = (0, _end - _start, _searched - _start);
        if (_end < _read.Length)
            return;
        if (_read.Length >= MaxLineBytes)
            throw new FormatException("A line of the stream is too long.");
        Array.Resize(ref _read, _read.Length * 2);
    }
}
