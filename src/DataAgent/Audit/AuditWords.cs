using System.Globalization;
using DataAgent.Queries;

namespace DataAgent.Audit;

/// <summary>What filters may say, the same at every door.</summary>
public static class AuditWords
{
    public static readonly IReadOnlyList<string> Outcomes = ["ran", "refused", "failed", "stopped"];

    public static readonly IReadOnlyList<string> Doors = [.. Enum.GetValues<QueryDoor>().Select(QueryAudit.Word)];

    /// <summary>A day or a time; one without a zone is UTC.</summary>
    public static DateTimeOffset? FindTime(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
