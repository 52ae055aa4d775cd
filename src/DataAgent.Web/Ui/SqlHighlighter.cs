using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace DataAgent.Web.Ui;

/// <summary>Colours SQL on the server, so that nothing needs to load and streaming text is coloured as it comes. Every token is encoded.</summary>
public static partial class SqlHighlighter
{
    private static readonly FrozenSet<string> Keywords = (
        "select from where group by order having limit offset join inner left right full outer cross natural on as and or not in is null like ilike " +
        "similar to between case when then else end with recursive materialized union intersect except all any some distinct exists asc desc over partition rows range groups " +
        "preceding following current row unbounded interval filter within using values cast true false window qualify lateral nulls first last " +
        "fetch next only date time timestamp zone at extract explain grouping sets cube rollup collate tablesample ordinality escape array")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static string ToHtml(string sql)
    {
        var html = new StringBuilder(sql.Length * 2);
        var position = 0;
        foreach (Match token in Token().Matches(sql))
        {
            html.Append(WebUtility.HtmlEncode(sql[position..token.Index]));
            position = token.Index + token.Length;
            var text = WebUtility.HtmlEncode(token.Value);
            html.Append(Class(token, isCall: position < sql.Length && sql[position] == '(') is { } name ? $"<span class=\"{name}\">{text}</span>" : text);
        }

        return html.Append(WebUtility.HtmlEncode(sql[position..])).ToString();
    }

    private static string? Class(Match token, bool isCall) =>
        token.Groups["comment"].Success ? "sql-comment"
        : token.Groups["text"].Success ? "sql-text"
        : token.Groups["number"].Success ? "sql-number"
        : token.Groups["quoted"].Success ? null
        : Keywords.Contains(token.Value) ? "sql-keyword"
        : isCall ? "sql-call"
        : null;

    [GeneratedRegex("""(?<comment>--[^\n]*|/\*[\s\S]*?(?:\*/|$))|(?<text>\$(?<tag>\w*)\$[\s\S]*?(?:\$\k<tag>\$|$)|[eE]?'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)""")]
    private static partial Regex Token();
}
