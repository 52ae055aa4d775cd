namespace DataAgent.SqlGuard.Parsing;

/// <summary>PostgreSQL counts UTF-8 bytes in trees and code points in errors; .NET counts UTF-16 units.</summary>
internal static class TextPositions
{
    public static int FromByteOffset(string text, int offset) => Walk(text, offset, static rune => rune.Utf8SequenceLength);

    public static int FromCodePoint(string text, int index) => Walk(text, index, static _ => 1);

    private static int Walk(string text, int target, Func<System.Text.Rune, int> size)
    {
        if (target < 0)
            return -1;
        int position = 0, passed = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (passed >= target)
                break;
            passed += size(rune);
            position += rune.Utf16SequenceLength;
        }

        return position;
    }
}
