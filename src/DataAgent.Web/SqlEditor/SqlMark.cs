using System.Text.Json;
using DataAgent.Queries;

namespace DataAgent.Web.SqlEditor;

/// <summary>Something wrong at a place of a text.</summary>
/// <param name="At">UTF-16 index.</param>
public sealed record SqlMark(int At, string Message)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Those of an outcome that name a place.</summary>
    public static IReadOnlyList<SqlMark> Of(QueryOutcome? outcome) => outcome switch
    {
        QueryOutcome.Refused refused => [.. refused.Reasons.Where(r => r.Position >= 0).Select(r => new SqlMark(r.Position, r.Message))],
        QueryOutcome.Failed { Position: >= 0 } failed => [new SqlMark(failed.Position, failed.Advice)],
        _ => [],
    };

    /// <summary>"line 3, column 14", as the editor counts.</summary>
    public static string Place(string sql, int at)
    {
        var before = sql.AsSpan(0, Math.Clamp(at, 0, sql.Length));
        return $"line {before.Count('\n') + 1}, column {before.Length - before.LastIndexOf('\n')}";
    }
}
