using System.Text;
using DataAgent.Queries;

namespace DataAgent.SavedQueries;

/// <summary>Finds <c>:name</c> in a text, and only where PostgreSQL would not read a string, a quoted name or a comment.</summary>
/// <remarks>A mistake here binds a value in the wrong place at worst; that nothing is pasted depends on <see cref="BoundText"/> alone.</remarks>
internal static class Placeholders
{
    /// <param name="values">Null where there is none: the text is to be judged, not to run.</param>
    public static BoundText Bind(string sql, IReadOnlyList<QueryParameter> parameters, IReadOnlyDictionary<string, string?> values)
    {
        StringBuilder judged = new(), kept = new();
        List<BoundPlace> places = [];
        var done = 0;
        foreach (var (start, name) in Find(sql))
        {
            var number = parameters.TakeWhile(p => p.Name != name).Count();
            if (number == parameters.Count)
                continue;
            var type = parameters[number].PostgresType;
            judged.Append(sql, done, start - done);
            kept.Append(sql, done, start - done);
            done = start + 1 + name.Length;
            var text = BoundText.Null(number + BoundText.FirstNumber, type);
            places.Add(new(start, 1 + name.Length, judged.Length, text.Length));
            judged.Append(text);
            kept.Append($"cast({Literal(values.GetValueOrDefault(name))} as {type})");
        }

        judged.Append(sql, done, sql.Length - done);
        kept.Append(sql, done, sql.Length - done);
        return new(sql, judged.ToString(), kept.ToString(), [.. parameters.Select(p => new BoundValue(p.PostgresType, values.GetValueOrDefault(p.Name)))], places);
    }

    public static IEnumerable<(int Start, string Name)> Find(string sql)
    {
        for (var i = 0; i < sql.Length; i++)
        {
            if (Skip(sql, i) is var end && end > i)
                i = end - 1;
            else if (sql[i] == ':' && i + 1 < sql.Length && sql[i + 1] == ':')
                i++;
            else if (sql[i] == ':' && NameAt(sql, i + 1) is { Length: > 0 } name)
                yield return (i, name);
        }
    }

    private static string NameAt(string sql, int start)
    {
        var end = start;
        while (end < sql.Length && (char.IsAsciiLetterLower(sql[end]) || sql[end] == '_' || (end > start && char.IsAsciiDigit(sql[end]))))
            end++;
        return end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '$') ? "" : sql[start..end];
    }

    /// <summary>Behind the string, quoted name or comment that begins here; the same place when none does.</summary>
    private static int Skip(string sql, int at) => sql[at] switch
    {
        '\'' => Quoted(sql, at, HasEscapes(sql, at)),
        '"' => Quoted(sql, at, hasEscapes: false),
        '-' when sql.AsSpan(at).StartsWith("--") => LineEnd(sql, at),
        '/' when sql.AsSpan(at).StartsWith("/*") => CommentEnd(sql, at),
        '$' when at == 0 || !IsWord(sql[at - 1]) => DollarEnd(sql, at),
        _ => at,
    };

    private static bool HasEscapes(string sql, int at) => at > 0 && sql[at - 1] is 'e' or 'E' && (at < 2 || !IsWord(sql[at - 2]));

    private static bool IsWord(char one) => char.IsLetterOrDigit(one) || one is '_' or '$';

    private static int Quoted(string sql, int at, bool hasEscapes)
    {
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (hasEscapes && sql[i] == '\\')
                i++;
            else if (sql[i] == sql[at] && (i + 1 == sql.Length || sql[i + 1] != sql[at]))
                return i + 1;
            else if (sql[i] == sql[at])
                i++;
        }

        return sql.Length;
    }

    private static int LineEnd(string sql, int at) => sql.AsSpan(at).IndexOfAny('\r', '\n') is >= 0 and var length ? at + length : sql.Length;

    private static int CommentEnd(string sql, int at)
    {
        var depth = 0;
        for (var i = at; i < sql.Length - 1; i++)
        {
            if (sql[i] == '/' && sql[i + 1] == '*')
                (depth, i) = (depth + 1, i + 1);
            else if (sql[i] == '*' && sql[i + 1] == '/')
                (depth, i) = (depth - 1, i + 1);
            if (depth == 0)
                return i + 1;
        }

        return sql.Length;
    }

    private static int DollarEnd(string sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length && (char.IsLetter(sql[end]) || sql[end] == '_' || (end > at + 1 && char.IsDigit(sql[end]))))
            end++;
        if (end == sql.Length || sql[end] != '$')
            return at;
        var tag = sql[at..(end + 1)];
        var close = sql.IndexOf(tag, end + 1, StringComparison.Ordinal);
        return close < 0 ? sql.Length : close + tag.Length;
    }

    private static string Literal(string? value) => value is null ? "null" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
