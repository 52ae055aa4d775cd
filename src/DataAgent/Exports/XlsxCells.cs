using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using DataAgent.Queries;

namespace DataAgent.Exports;

/// <summary>Values as Excel keeps them: what it can hold exactly gets its type, everything else stays text.</summary>
internal static class XlsxCells
{
    // Excel shows and keeps fifteen digits of a number.
    private const int ExactDigits = 15;

    /// <summary>Excel's own limit for the text of a cell.</summary>
    public const int MaxText = 32_767;

    // Excel believes that there was a 29th of February 1900: days before the 1st of March are counted differently.
    private static readonly DateTime FirstDay = new(1900, 3, 1), DayZero = new(1899, 12, 30);

    // 0xEF begins U+FFFE and U+FFFF, which XML does not admit.
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. "<>&_"u8, 0xEF, .. Enumerable.Range(1, 31).Where(b => b is not (9 or 10)).Select(b => (byte)b)]);

    public static bool IsExactNumber(ReadOnlySpan<byte> value, bool isFloat)
    {
        if (value.Length == 0 || !char.IsAsciiDigit((char)value[^1]))
            return false;
        if (isFloat)
            return true;
        var digits = 0;
        foreach (var one in value)
        {
            if (char.IsAsciiDigit((char)one) && (digits > 0 || one != '0'))
                digits++;
        }

        return digits <= ExactDigits;
    }

    /// <summary>Days since 1899-12-30, as Excel counts; <c>null</c> for what its calendar does not hold.</summary>
    public static double? FindDay(ReadOnlySpan<byte> value, ColumnKind kind)
    {
        Span<char> text = stackalloc char[32];
        if (value.Length is < 10 or > 32 || !Encoding.UTF8.TryGetChars(value, text, out var length))
            return null;
        text = text[..length];
        // Timestamps with a zone come in UTC, see SessionLimits.
        if (text.EndsWith("+00"))
            text = text[..^3];
        var isRead = kind == ColumnKind.Date
            ? DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            : DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
        return isRead && time >= FirstDay ? (time - DayZero).TotalDays : null;
    }

    public static void Put(IBufferWriter<byte> output, double number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(40), out var written);
        output.Advance(written);
    }

    /// <summary>Text as XML; what XML cannot hold as Excel writes it, <c>_x0001_</c>.</summary>
    public static void PutText(IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        while (value.Length > 0)
        {
            var plain = value.IndexOfAny(Special);
            output.Write(plain < 0 ? value : value[..plain]);
            if (plain < 0)
                return;
            value = value[plain..];
            var size = PutSpecial(output, value);
            value = value[size..];
        }
    }

    private static int PutSpecial(IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        switch (value[0])
        {
            case (byte)'<':
                output.Write("&lt;"u8);
                return 1;
            case (byte)'>':
                output.Write("&gt;"u8);
                return 1;
            case (byte)'&':
                output.Write("&amp;"u8);
                return 1;
            case (byte)'_':
                // Only where Excel would read an escape.
                output.Write(value is [_, (byte)'x', _, _, _, _, (byte)'_', ..] ? "_x005F_"u8 : "_"u8);
                return 1;
            case 0xEF when value is [_, 0xBF, 0xBE or 0xBF, ..]:
                output.Write(value[2] == 0xBE ? "_xFFFE_"u8 : "_xFFFF_"u8);
                return 3;
            case 0xEF:
                output.Write(value[..1]);
                return 1;
            default:
                output.Write(Encoding.ASCII.GetBytes($"_x{value[0]:X4}_"));
                return 1;
        }
    }
}
