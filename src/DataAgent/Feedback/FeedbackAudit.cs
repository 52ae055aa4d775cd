using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Feedback;

/// <summary>Rows of the audit log about feedback, written in the transaction of the change they tell of.</summary>
/// <remarks>Verdict and reasons: what people wrote in their own words stays with the feedback.</remarks>
internal static class FeedbackAudit
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static AuditEntry Given(
        Member member, Guid conversationId, Guid runId, FeedbackDraft draft, QueryDoor door, DateTimeOffset now) =>
        Entry("feedback.give", member, conversationId, door, now, new(runId, draft.Verdict, draft.Reasons));

    public static AuditEntry TakenBack(Member member, Guid conversationId, Guid runId, QueryDoor door, DateTimeOffset now) =>
        Entry("feedback.remove", member, conversationId, door, now, new(runId));

    private static AuditEntry Entry(string action, Member member, Guid conversationId, QueryDoor door, DateTimeOffset now, Detail detail)
    {
        var entry = ProjectAudit.Entry(action, member.UserId, member.Project.Id, door, now, JsonSerializer.Serialize(detail, _json));
        entry.ConversationId = conversationId;
        return entry;
    }

    private sealed record Detail(Guid Run, FeedbackVerdict? Verdict = null, IReadOnlyList<FeedbackReason>? Reasons = null);
}
