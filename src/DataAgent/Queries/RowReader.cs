using System.Globalization;
using System.Text;
using Npgsql;

namespace DataAgent.Queries;

/// <summary>Rows as text, and why there are no more of them.</summary>
internal sealed record ReadRows(IReadOnlyList<string?[]> Rows, string? CutReason)
{
    /// <summary>PostgreSQL is still sending: cancel before disposing the reader, which would otherwise read all the rest.</summary>
    public bool IsUnfinished { get; init; }
}

/// <summary>Reads a result without ever holding more of it than its limits.</summary>
/// <remarks>Needs <see cref="System.Data.CommandBehavior.SequentialAccess"/>: a cell's length is known before its value is in memory.</remarks>
internal sealed class RowReader(int maxRows, int maxResultBytes, int maxCellBytes)
{
    private byte[] Buffer => field ??= new byte[maxCellBytes];
    private long _bytes;
    private bool _isShortened;

    public async Task<ReadRows> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        List<string?[]> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            if (rows.Count == maxRows)
                return new ReadRows(rows, Cut($"the project shows at most {Count(maxRows)} {(maxRows == 1 ? "row" : "rows")}"));
            if (await ReadRowAsync(reader, cancellationToken) is not { } row)
                return new ReadRows(rows, Cut($"a result holds at most {Size(maxResultBytes)} of text")) { IsUnfinished = true };
            rows.Add(row);
        }

        return new ReadRows(rows, Cut(null));
    }

    /// <summary><c>null</c>: the row is too much for what is left of the result.</summary>
    private async ValueTask<string?[]?> ReadRowAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var row = new string?[reader.FieldCount];
        for (var i = 0; i < row.Length; i++)
        {
            if (await reader.IsDBNullAsync(i, cancellationToken))
                continue;

            var length = reader.GetBytes(i, 0, null, 0, 0);
            _bytes += Math.Min(length, maxCellBytes);
            if (_bytes > maxResultBytes)
                return null;
            row[i] = length <= maxCellBytes ? await reader.GetFieldValueAsync<string>(i, cancellationToken) : await ReadStartAsync(reader, i, cancellationToken);
        }

        return row;
    }

    private async ValueTask<string> ReadStartAsync(NpgsqlDataReader reader, int column, CancellationToken cancellationToken)
    {
        // Not disposed: that would read a long cell to its end. Npgsql skips the rest when it moves on, or we cancel first.
        var cell = await reader.GetStreamAsync(column, cancellationToken);
        await cell.ReadExactlyAsync(Buffer.AsMemory(0, maxCellBytes), cancellationToken);
        return Shorten(maxCellBytes);
    }

    private string Shorten(int length)
    {
        _isShortened = true;
        while (length > 0 && (Buffer[length - 1] & 0xC0) == 0x80)
            length--;
        return Encoding.UTF8.GetString(Buffer, 0, Math.Max(0, length - 1)) + "…";
    }

    private string? Cut(string? reason) => (reason, _isShortened) switch
    {
        (_, false) => reason,
        (null, true) => Shortened,
        (_, true) => $"{reason}; {Shortened}",
    };

    private string Shortened => $"values longer than {Size(maxCellBytes)} are shortened and end in …";

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(int bytes) => bytes >= 1024 * 1024 ? $"{bytes / (1024 * 1024)} MB" : $"{bytes / 1024} KB";
}
