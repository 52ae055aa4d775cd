namespace DataAgent.Exports;

/// <summary>One row as PostgreSQL writes a record, <c>(1,"a b",,"")</c>, taken apart in place.</summary>
/// <remarks>
/// A row as one value costs the driver one cell instead of ten. The form is that of <c>record_out</c>: nothing is null; quotes stand around
/// what is empty or has a quote, a backslash, a bracket, a comma or white space; inside them quotes and backslashes are doubled.
/// </remarks>
public sealed class RecordCells(int count)
{
    private readonly (int Start, int Length)[] _cells = new (int, int)[count];
    private byte[] _record = [];

    public int Count => count;

    public bool IsNull(int cell) => _cells[cell].Length < 0;

    /// <summary>UTF-8; empty for null.</summary>
    public ReadOnlySpan<byte> this[int cell] => _cells[cell] is (var start, >= 0 and var length) ? _record.AsSpan(start, length) : default;

    /// <param name="record">Is changed, and must stay until the cells have been read.</param>
    public void Read(byte[] record, int length)
    {
        _record = record;
        var at = 1;
        for (var cell = 0; cell < count; cell++)
        {
            var next = cell == count - 1 ? (byte)')' : (byte)',';
            if (record[at] == next)
                _cells[cell] = (at, -1);
            else if (record[at] == '"')
                at = ReadQuoted(cell, at + 1);
            else
            {
                var size = record.AsSpan(at, length - at).IndexOf(next);
                if (size < 0)
                    throw new FormatException("The row is no record of PostgreSQL.");
                _cells[cell] = (at, size);
                at += size;
            }

            at++;
        }

        if (count > 0 && at != length)
            throw new FormatException("The row is no record of PostgreSQL.");
    }

    /// <returns>Where the closing quote's follower is.</returns>
    private int ReadQuoted(int cell, int start)
    {
        var (from, to) = (start, start);
        while (true)
        {
            var plain = _record.AsSpan(from).IndexOfAny((byte)'"', (byte)'\\');
            if (to != from)
                _record.AsSpan(from, plain).CopyTo(_record.AsSpan(to));
            (from, to) = (from + plain, to + plain);
            if (_record[from] == '"' && (from + 1 >= _record.Length || _record[from + 1] != '"'))
                break;
            _record[to++] = _record[from];
            from += 2;
        }

        _cells[cell] = (start, to - start);
        return from + 1;
    }
}
