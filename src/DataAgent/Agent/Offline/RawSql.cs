using System.Text.RegularExpressions;

namespace DataAgent.Agent.Offline;

/// <summary>SQL typed in place of a question, bare or in a fence.</summary>
internal static partial class RawSql
{
    public static string? Find(string question)
    {
        if (Fence().Match(question) is { Success: true } fenced && IsSql(fenced.Groups[1].Value)) return fenced.Groups[1].Value.Trim();
        return IsSql(question) ? question.Trim() : null;
    }

    private static bool IsSql(string text) => Start().IsMatch(text);

    [GeneratedRegex(@"```(?:sql)?\s*(.+?)```", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Fence();

    // "select" alone is also plain English ("select all customers"): SQL has a from, a star, a number or a call after it.
    [GeneratedRegex(
        @"^\s*(?:\(\s*)*(?:--[^\n]*\n\s*)*(?:select\b(?=.*(?:\bfrom\b|\*|\(|\d|')).*"
        + @"|with\s+(?:recursive\s+)?[\w""]+\s*(?:\([^)]*\))?\s+as\b.*|values\s*\(.*|table\s+[\w"".]+\s*;?\s*)$",
        RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Start();
}
