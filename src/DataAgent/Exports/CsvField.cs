using System.Buffers;

namespace DataAgent.Exports;

/// <summary>One field of a CSV file.</summary>
internal static class CsvField
{
    private static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n"u8);

    // What spreadsheet programs take for the start of a formula; tab and CR because they skip them.
    private static readonly SearchValues<byte> StartFormulas = SearchValues.Create("=+-@\t\r"u8);

    /// <param name="isGuarded">A text that would be run as a formula gets an apostrophe in front.</param>
    public static void Put(IBufferWriter<byte> output, ReadOnlySpan<byte> value, bool isGuarded)
    {
        var isFormula = isGuarded && value.Length > 0 && StartFormulas.Contains(value[0]);
        if (value.Length > 0 && !value.ContainsAny(NeedQuotes) && value[0] != ' ' && value[^1] != ' ')
        {
            if (isFormula)
                output.Write("'"u8);
            output.Write(value);
            return;
        }

        output.Write("\""u8);
        if (isFormula)
            output.Write("'"u8);
        for (int quote; (quote = value.IndexOf((byte)'"')) >= 0; value = value[(quote + 1)..])
        {
            output.Write(value[..(quote + 1)]);
            output.Write("\""u8);
        }

        output.Write(value);
        output.Write("\""u8);
    }
}
