using DataAgent.Projects;

namespace DataAgent.Feedback;

/// <summary>What somebody wants to say of an answer.</summary>
public sealed record FeedbackDraft(FeedbackVerdict Verdict, IReadOnlyList<FeedbackReason> Reasons, string Comment);

/// <summary>One's own word on an answer.</summary>
public sealed record FeedbackView(FeedbackVerdict Verdict, IReadOnlyList<FeedbackReason> Reasons, string Comment, DateTimeOffset GivenAt);

/// <summary>A word on an answer, with what it is about.</summary>
/// <param name="SqlCount">Queries of the answer that ran.</param>
public sealed record FeedbackLine(
    Guid RunId, Guid ConversationId, string Email, FeedbackVerdict Verdict, IReadOnlyList<FeedbackReason> Reasons, string Comment,
    string Question, int SqlCount, string Provider, string Model, DateTimeOffset GivenAt);

/// <summary>What became of a word on an answer.</summary>
public abstract record FeedbackOutcome
{
    private FeedbackOutcome() { }

    public sealed record Kept(FeedbackView Feedback) : FeedbackOutcome;

    /// <summary>No such run, or the member may not see it.</summary>
    public sealed record NotFound : FeedbackOutcome;

    /// <summary>The answer is still being written.</summary>
    public sealed record TooEarly : FeedbackOutcome
    {
        public const string Advice = "This answer is not finished. Wait for its end, then say what you think of it.";
    }

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : FeedbackOutcome;
}
