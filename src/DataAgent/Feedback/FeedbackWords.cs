using System.Text.Json;

namespace DataAgent.Feedback;

/// <summary>Verdicts and reasons as programs write them, and rows hold them.</summary>
public static class FeedbackWords
{
    public static IReadOnlyList<string> Reasons { get; } = [.. Enum.GetValues<FeedbackReason>().Select(r => r.Word())];

    public static string Word(this FeedbackVerdict verdict) => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString());

    public static string Word(this FeedbackReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    /// <returns>Null: a word is unknown.</returns>
    public static FeedbackDraft? Find(string? verdict, IEnumerable<string>? reasons, string? comment)
    {
        var words = (reasons ?? []).ToList();
        var known = Enum.GetValues<FeedbackReason>().Where(r => words.Contains(r.Word())).ToList();
        return verdict is "up" or "down" && words.All(Reasons.Contains)
            ? new(verdict == "up" ? FeedbackVerdict.Up : FeedbackVerdict.Down, known, comment ?? "")
            : null;
    }
}
