using System.Text.Json.Serialization;

namespace DataAgent.Feedback;

/// <summary>What one person thinks of one answer. There is one of each person and run.</summary>
public sealed class RunFeedback
{
    public Guid RunId { get; set; }
    public Guid UserId { get; set; }
    public FeedbackVerdict Verdict { get; set; }

    /// <summary>Words of <see cref="FeedbackReason"/>.</summary>
    public List<string> Reasons { get; set; } = [];

    public string Comment { get; set; } = "";
    public DateTimeOffset GivenAt { get; set; }
}

[JsonConverter(typeof(JsonStringEnumConverter<FeedbackVerdict>))]
public enum FeedbackVerdict
{
    [JsonStringEnumMemberName("up")] Up,
    [JsonStringEnumMemberName("down")] Down,
}

/// <summary>What was wrong with an answer; only a thumb down has reasons.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FeedbackReason>))]
public enum FeedbackReason
{
    [JsonStringEnumMemberName("wrong_figures")] WrongFigures,
    [JsonStringEnumMemberName("wrong_tables")] WrongTables,
    [JsonStringEnumMemberName("misunderstood")] Misunderstood,
    [JsonStringEnumMemberName("too_slow")] TooSlow,
    [JsonStringEnumMemberName("other")] Other,
}
