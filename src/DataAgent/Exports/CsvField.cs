using System.Buffers;

namespace DataAgent.Exports;

/// <summary>One field of a CSV file.</summary>
internal static class CsvField
{
    private static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n"u8);

    private const int Long = 1024;

    // What spreadsheet programs take for the start of a formula; tab and CR because they skip them.
    private static readonly SearchValues<byte> StartFormulas = SearchValues.Create("=+-@\t\r"u8);

    /// <param name="isGuarded">A text that would be run as a formula gets an apostrophe in front.</param>
    public static void Put(IBufferWriter<byte> output, ReadOnlySpan<byte> value, bool isGuarded) =>
        output.Advance(Put(output.GetSpan(Most(value)), value, isGuarded));

    /// <summary>Bytes that the field takes at most: quotes are doubled, and there are two around it and an apostrophe. Only of a long one they are counted.</summary>
    public static int Most(ReadOnlySpan<byte> value) => checked(value.Length + (value.Length < Long ? value.Length : value.Count((byte)'"')) + 3);

    /// <inheritdoc cref="Put(IBufferWriter{byte}, ReadOnlySpan{byte}, bool)"/>
    /// <returns>Bytes that were written.</returns>
    public static int Put(Span<byte> output, ReadOnlySpan<byte> value, bool isGuarded)
    {
        var isFormula = isGuarded && value.Length > 0 && StartFormulas.Contains(value[0]);
        var isQuoted = value.Length == 0 || value.ContainsAny(NeedQuotes) || value[0] == ' ' || value[^1] == ' ';
        var at = 0;
        if (isQuoted)
            output[at++] = (byte)'"';
        if (isFormula)
            output[at++] = (byte)'\'';
        for (int quote; isQuoted && (quote = value.IndexOf((byte)'"')) >= 0; value = value[(quote + 1)..])
        {
            value[..(quote + 1)].CopyTo(output[at..]);
            at += quote + 1;
            output[at++] = (byte)'"';
        }

        value.CopyTo(output[at..]);
        at += value.Length;
        if (isQuoted)
            output[at++] = (byte)'"';
        return at;
    }
}
