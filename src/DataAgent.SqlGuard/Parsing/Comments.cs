using System.Text.RegularExpressions;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>
/// The parser's scanner hands comments on as tokens, so that one inside NOT IN, NULLS LAST, WITH ORDINALITY and their like is a syntax error
/// that PostgreSQL does not have. The text with blanks in their place is judged then, and that text is what runs.
/// </summary>
internal static partial class Comments
{
    private const char Blank = ' ';

    /// <summary>As long as before, so that positions hold; the same object when there is no comment.</summary>
    public static string BlankOut(string sql)
    {
        if (!sql.Contains("--", StringComparison.Ordinal) && !sql.Contains("/*", StringComparison.Ordinal))
            return sql;
        var text = sql.ToCharArray();
        for (var at = 0; at < sql.Length;)
        {
            var end = Quoted().Match(sql, at) is { Success: true } quoted ? at + quoted.Length : at;
            if (end == at && CommentEnd(sql, at) is var after && after > at)
            {
                Array.Fill(text, Blank, at, after - at);
                end = after;
            }

            at = Math.Max(end, at + 1);
        }

        return new string(text);
    }

    /// <summary>Behind the comment that begins here; here when none does, or when it never ends.</summary>
    private static int CommentEnd(string sql, int at)
    {
        if (string.CompareOrdinal(sql, at, "--", 0, 2) == 0)
            return sql.IndexOfAny(['\n', '\r'], at) is >= 0 and var line ? line : sql.Length;
        if (string.CompareOrdinal(sql, at, "/*", 0, 2) != 0)
            return at;
        var (depth, end) = (1, at + 2);
        for (; end < sql.Length && depth > 0; end++)
        {
            if (string.CompareOrdinal(sql, end, "/*", 0, 2) == 0)
                (depth, end) = (depth + 1, end + 1);
            else if (string.CompareOrdinal(sql, end, "*/", 0, 2) == 0)
                (depth, end) = (depth - 1, end + 1);
        }

        return depth == 0 ? end : at;
    }

    /// <summary>A string, a quoted name, a dollar-quoted string, or a word, which may hold a dollar sign. What is cut wrong here is refused by the parser.</summary>
    [GeneratedRegex("""\G(?:(?<![\w$])[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$(?<tag>(?:[^\W\d]\w*)?)\$.*?\$\k<tag>\$|[\w$]+)""", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
