using System.Globalization;
using System.Net;
using System.Text;

namespace DataAgent.Evals;

/// <summary>A report as one page that needs nothing else: no script, no style sheet, nothing from elsewhere.</summary>
public static class EvalHtml
{
    private const string Head = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <style>
        :root{color-scheme:light dark;--line:#8883;--bad:light-dark(#b3261e,#ff8a80);--good:light-dark(#146c2e,#7bd88f);--quiet:light-dark(#5b6270,#a3acb9)}
        body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:32px auto;padding:0 20px}
        h1{font-size:22px;margin:0}p{color:var(--quiet);margin:4px 0 20px}
        .figures{display:flex;flex-wrap:wrap;gap:28px;margin:18px 0 26px}.figures b{display:block;font-size:24px}
        details{border-top:1px solid var(--line);padding:9px 0}summary{cursor:pointer;display:flex;gap:12px}summary span:nth-child(2){flex:1}
        .pass{color:var(--good)}.fail{color:var(--bad)}.quiet{color:var(--quiet);font-size:13.5px;white-space:nowrap}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;border-radius:8px;padding:10px 12px;font-size:13px}
        ul{margin:6px 0;padding-left:20px}
        </style>
        """;

    public static string Write(EvalReport report)
    {
        var html = new StringBuilder(Head);
        html.Append(CultureInfo.InvariantCulture, $"<title>{Text(report.Project)}: {report.Passed} of {report.Total}</title>");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(report.Project)}: {report.Passed} of {report.Total} right</h1>");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Text(report.Provider)} {Text(report.Model)} · {report.StartedAt:yyyy-MM-dd HH:mm} UTC</p><div class=\"figures\">");
        Figure(html, "score", report.Score.ToString("P0", CultureInfo.InvariantCulture));
        Figure(html, "median time", $"{report.MedianSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        Figure(html, "tokens in", report.Tokens.Input.ToString("N0", CultureInfo.InvariantCulture));
        Figure(html, "tokens out", report.Tokens.Output.ToString("N0", CultureInfo.InvariantCulture));
        if (report.Cost is { } cost)
            Figure(html, "cost", cost.ToString("0.####", CultureInfo.InvariantCulture));
        foreach (var (reason, count) in report.ReasonCounts)
            Figure(html, reason.Replace('_', ' '), count.ToString(CultureInfo.InvariantCulture));
        html.Append("</div>");
        // What went wrong is what one opens the page for.
        foreach (var result in report.Results.OrderBy(r => r.IsPassed))
            Case(html, result);
        return html.Append("</html>\n").ToString();
    }

    private static void Figure(StringBuilder html, string name, string value) => html.Append(CultureInfo.InvariantCulture, $"<div><b>{Text(value)}</b>{Text(name)}</div>");

    private static void Case(StringBuilder html, EvalResult result)
    {
        html.Append(result.IsPassed ? "<details><summary><span class=\"pass\">right</span>" : "<details open><summary><span class=\"fail\">wrong</span>");
        html.Append(CultureInfo.InvariantCulture, $"<span>{Text(result.Question)}</span><span class=\"quiet\">{result.Seconds:0.0} s</span></summary>");
        if (result.Reasons.Count > 0)
            html.Append(CultureInfo.InvariantCulture, $"<ul>{string.Concat(result.Reasons.Select(r => $"<li>{Text(r.Text)}</li>"))}</ul>");
        if (result.ExtraColumns.Count > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p>Columns nobody asked for: {Text(string.Join(", ", result.ExtraColumns))}</p>");
        if (result.Sql is { } sql)
            html.Append(CultureInfo.InvariantCulture, $"<pre>{Text(sql)}</pre>");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Text(result.Answer)}</p></details>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
