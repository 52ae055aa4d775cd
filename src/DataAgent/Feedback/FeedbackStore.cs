using DataAgent.Agent;
using DataAgent.Conversations;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Feedback;

/// <summary>What people say of answers: who may see an answer may say it, once, and change it or take it back.</summary>
public sealed class FeedbackStore
{
    /// <summary>Characters of a comment.</summary>
    public const int MaxComment = 2_000;

    private readonly IDbContextFactory<PlatformDbContext> _database;
    private readonly ConversationStore _conversations;
    private readonly TimeProvider _time;

    internal FeedbackStore(IDbContextFactory<PlatformDbContext> database, ConversationStore conversations, TimeProvider time) =>
        (_database, _conversations, _time) = (database, conversations, time);

    /// <summary>Keeps the member's word on a finished answer in place of the one they gave before.</summary>
    public async Task<FeedbackOutcome> GiveAsync(
        Member member, Guid conversationId, Guid runId, FeedbackDraft draft, QueryDoor door, CancellationToken cancellationToken)
    {
        if (Check(draft) is { Count: > 0 } errors)
            return new FeedbackOutcome.Invalid(errors);
        if (!await _conversations.IsVisibleAsync(member, conversationId, cancellationToken))
            return new FeedbackOutcome.NotFound();
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var status = await db.AgentRuns.Where(r => r.Id == runId && r.ConversationId == conversationId)
            .Select(r => (RunStatus?)r.Status).SingleOrDefaultAsync(cancellationToken);
        if (status is null)
            return new FeedbackOutcome.NotFound();
        if (status == RunStatus.Running)
            return new FeedbackOutcome.TooEarly();

        var (now, comment, verdict) = (_time.GetUtcNow(), draft.Comment.Trim(), draft.Verdict.ToString());
        var reasons = draft.Reasons.Distinct().Order().Select(r => r.Word()).ToArray();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            insert into run_feedback (run_id, user_id, verdict, reasons, comment, given_at)
            values ({runId}, {member.UserId}, {verdict}, {reasons}, {comment}, {now})
            on conflict (run_id, user_id) do update
            set verdict = excluded.verdict, reasons = excluded.reasons, comment = excluded.comment, given_at = excluded.given_at
            """, cancellationToken);
        db.AuditEntries.Add(FeedbackAudit.Given(member, conversationId, runId, draft, door, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new FeedbackOutcome.Kept(new(draft.Verdict, Read(reasons), comment, now));
    }

    /// <summary>False: there was none of the member's.</summary>
    public async Task<bool> TakeBackAsync(
        Member member, Guid conversationId, Guid runId, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!await _conversations.IsVisibleAsync(member, conversationId, cancellationToken))
            return false;
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await Own(db, member, conversationId).Where(f => f.RunId == runId).ExecuteDeleteAsync(cancellationToken) == 0)
            return false;
        db.AuditEntries.Add(FeedbackAudit.TakenBack(member, conversationId, runId, door, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The member's own words on the answers of a conversation, by run; nothing of one they may not see.</summary>
    public async Task<IReadOnlyDictionary<Guid, FeedbackView>> ListOwnAsync(
        Member member, Guid conversationId, CancellationToken cancellationToken)
    {
        if (!await _conversations.IsVisibleAsync(member, conversationId, cancellationToken))
            return new Dictionary<Guid, FeedbackView>();
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var rows = await Own(db, member, conversationId).AsNoTracking().ToListAsync(cancellationToken);
        return rows.ToDictionary(f => f.RunId, f => new FeedbackView(f.Verdict, Read(f.Reasons), f.Comment, f.GivenAt));
    }

    internal static IReadOnlyList<FeedbackReason> Read(IEnumerable<string> words) =>
        [.. Enum.GetValues<FeedbackReason>().Where(r => words.Contains(r.Word()))];

    private static IQueryable<RunFeedback> Own(PlatformDbContext db, Member member, Guid conversationId)
    {
        var runs = db.AgentRuns.Where(r => r.ConversationId == conversationId).Select(r => r.Id);
        return db.RunFeedback.Where(f => f.UserId == member.UserId && runs.Contains(f.RunId));
    }

    private static List<FieldError> Check(FeedbackDraft draft)
    {
        var errors = new List<FieldError>();
        if (draft.Comment.Trim().Length > MaxComment)
            errors.Add(new("comment", $"It may have {MaxComment:N0} characters; this one has {draft.Comment.Trim().Length:N0}."));
        if (draft.Comment.Contains('\0', StringComparison.Ordinal))
            errors.Add(new("comment", "It holds a character that cannot be stored (U+0000). Remove it."));
        if (draft.Verdict == FeedbackVerdict.Up && draft.Reasons.Count > 0)
            errors.Add(new("reasons", "Reasons say what was wrong: they go with the verdict down."));
        return errors;
    }
}
