using DataAgent.Queries;

namespace DataAgent.Tests.Visualizations;

/// <summary>Results as a query would give them: <c>Of("month:Date, total:Number", ["2024-01-01", "10.50"], …)</c>.</summary>
internal static class Tables
{
    public static ResultTable Of(string columns, params string?[][] rows) => new(
        "select 1",
        [.. columns.Split(", ").Select(c => c.Split(':')).Select(c => new ResultColumn(c[0], TypeOf(c[1]), Enum.Parse<ColumnKind>(c[1])))],
        rows, false, TimeSpan.Zero)
    {
        RanAt = DateTimeOffset.UnixEpoch,
    };

    private static string TypeOf(string kind) => kind switch
    {
        "Number" => "numeric",
        "Boolean" => "boolean",
        "Timestamp" => "timestamp with time zone",
        _ => kind.ToLowerInvariant(),
    };
}
