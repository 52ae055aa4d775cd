using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Conversations;

public sealed record ConversationSummary(Guid Id, string Title, DateTimeOffset UpdatedAt, bool IsRunning, bool IsPinned);

/// <summary>A conversation of anybody in the project, as its admins find it.</summary>
public sealed record MemberConversation(Guid Id, string Title, string Email, string DisplayName, DateTimeOffset UpdatedAt, int Questions, bool IsRunning);

/// <param name="Next">Null: there is nothing older.</param>
public sealed record MemberConversations(IReadOnlyList<MemberConversation> Conversations, AuditCursor? Next);

/// <summary>A conversation as its members see it: whole, in order, from the rows alone.</summary>
/// <param name="IsOwn">Only its owner asks in it, renames and deletes it.</param>
/// <param name="ActivePath">The runs that are shown, from the first question on; the next question goes on from the last of them.</param>
/// <param name="Turns">All runs, also the versions of questions that are not shown.</param>
public sealed record ConversationView(Guid Id, string Title, bool IsOwn, IReadOnlyList<Guid> ActivePath, IReadOnlyList<TurnView> Turns)
{
    public IEnumerable<TurnView> ActiveTurns() => Turns.Where(turn => ActivePath.Contains(turn.RunId));
}

/// <summary>One question with its run and the messages of it (the user's first).</summary>
/// <param name="ParentRunId">The run it goes on from; null: it begins the conversation.</param>
public sealed record TurnView(
    Guid RunId, Guid? ParentRunId, string Question, RunStatus Status, string? Detail, string Provider, string Model,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<MessageView> Messages);

/// <param name="Usage">Of the call of a model that wrote it; null: no call did, or its provider told none.</param>
public sealed record MessageView(long Seq, int Step, string Role, IReadOnlyList<MessagePart> Parts, DateTimeOffset CreatedAt, TokenUsage? Usage = null);

/// <summary>Conversations as people handle them. One's own are listed; a project's admins may open any by its id.</summary>
public sealed class ConversationStore(IDbContextFactory<PlatformDbContext> database, TimeProvider time)
{
    public const int MaxListed = 200;

    public async Task<Guid> CreateAsync(Member member, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var conversation = new Conversation
        {
            Id = Guid.CreateVersion7(),
            ProjectId = member.Project.Id,
            UserId = member.UserId,
            Title = ConversationTitle.Untitled,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync(cancellationToken);
        return conversation.Id;
    }

    /// <summary>The member's own, pinned ones first, then the newest, at most <see cref="MaxListed"/>.</summary>
    public async Task<IReadOnlyList<ConversationSummary>> ListAsync(Member member, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await Own(db, member)
            .OrderByDescending(c => c.PinnedAt != null).ThenByDescending(c => c.UpdatedAt)
            .Take(MaxListed)
            .Select(c => new ConversationSummary(
                c.Id, c.Title, c.UpdatedAt, db.AgentRuns.Any(r => r.ConversationId == c.Id && r.Status == RunStatus.Running), c.PinnedAt != null))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Everybody's in the project in which something was asked, newest first, for its admins; empty for anyone else.</summary>
    /// <param name="userId">Null: of everybody.</param>
    /// <param name="text">Somewhere in the title; null: any.</param>
    public async Task<MemberConversations> ListAllAsync(Member admin, Guid? userId, string? text, AuditCursor? after, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new([], null);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var some = Visible(db, admin).Where(c => c.ActiveRunId != null);
        if (userId is { } person)
            some = some.Where(c => c.UserId == person);
        if (text is not null)
            some = some.Where(c => EF.Functions.ILike(EF.Functions.Collate(c.Title, "C"), AuditWalk.Pattern(text), "\\"));
        if (after is var (at, id))
            some = some.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.UpdatedAt, c.Id), ValueTuple.Create(at, id)));
        var page = await (
            from c in some.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Take(AuditLog.PageSize + 1)
            join user in db.Users on c.UserId equals user.Id
            orderby c.UpdatedAt descending, c.Id descending
            select new MemberConversation(
                c.Id, c.Title, user.Email, user.DisplayName, c.UpdatedAt, db.AgentRuns.Count(r => r.ConversationId == c.Id),
                db.AgentRuns.Any(r => r.ConversationId == c.Id && r.Status == RunStatus.Running)))
            .ToListAsync(cancellationToken);
        return page.Count > AuditLog.PageSize
            ? new(page[..AuditLog.PageSize], new AuditCursor(page[AuditLog.PageSize - 1].UpdatedAt, page[AuditLog.PageSize - 1].Id))
            : new(page, null);
    }

    /// <summary>Null: no such conversation in the project, or another person's and the member is no admin.</summary>
    /// <remarks>An admin's look at another person's conversation is in the audit log before anything of it is handed out.</remarks>
    public async Task<ConversationView?> FindAsync(Member member, Guid conversationId, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var conversation = await Visible(db, member).SingleOrDefaultAsync(c => c.Id == conversationId, cancellationToken);
        if (conversation is null)
            return null;
        await RecordLookAsync(db, member, conversation, door, cancellationToken);

        var runs = await db.AgentRuns.AsNoTracking().Where(r => r.ConversationId == conversationId)
            .OrderBy(r => r.StartedAt).ThenBy(r => r.Id).ToListAsync(cancellationToken);
        var messages = await db.AgentMessages.AsNoTracking().Where(m => m.ConversationId == conversationId)
            .OrderBy(m => m.Seq).ToListAsync(cancellationToken);
        var byRun = messages.ToLookup(m => m.RunId, m => new MessageView(m.Seq, m.Step, m.Role, MessageJson.ReadParts(m.Parts), m.CreatedAt, m.Usage is null ? null : MessageJson.ReadUsage(m.Usage)));
        var path = new ConversationTree([.. runs.Select(r => (r.Id, r.ParentRunId))]).PathTo(conversation.ActiveRunId);
        var turns = runs.Select(r => Turn(r, [.. byRun[r.Id]]));
        return new(conversationId, conversation.Title, conversation.UserId == member.UserId, path, [.. turns]);
    }

    /// <summary>The member may see the conversation, and the run is one of it.</summary>
    /// <inheritdoc cref="FindAsync" path="/remarks"/>
    public async Task<bool> MayWatchAsync(Member member, Guid conversationId, Guid runId, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var conversation = await Visible(db, member)
            .SingleOrDefaultAsync(c => c.Id == conversationId && db.AgentRuns.Any(r => r.Id == runId && r.ConversationId == c.Id), cancellationToken);
        if (conversation is null)
            return false;
        await RecordLookAsync(db, member, conversation, door, cancellationToken);
        return true;
    }

    /// <summary>Shows the version that this run is, with what was asked after it last. False: not the member's own, or no such run.</summary>
    public async Task<bool> ShowVersionAsync(Member member, Guid conversationId, Guid runId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var runs = await db.AgentRuns.Where(r => r.ConversationId == conversationId).OrderBy(r => r.StartedAt).ThenBy(r => r.Id)
            .Select(r => new { r.Id, r.ParentRunId }).ToListAsync(cancellationToken);
        if (runs.All(r => r.Id != runId))
            return false;
        var end = new ConversationTree([.. runs.Select(r => (r.Id, r.ParentRunId))]).EndBelow(runId);
        return await Own(db, member).Where(c => c.Id == conversationId)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.ActiveRunId, end), cancellationToken) == 1;
    }

    /// <summary>False: not the member's own, or the title is blank.</summary>
    public async Task<bool> RenameAsync(Member member, Guid conversationId, string title, QueryDoor door, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(title))
            return false;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await Own(db, member).SingleOrDefaultAsync(c => c.Id == conversationId, cancellationToken) is not { } conversation)
            return false;
        var before = conversation.Title;
        conversation.Title = ConversationTitle.From(title);
        db.AuditEntries.Add(Entry("conversation.rename", member, conversation, door).With(new AuditChange("title", before, conversation.Title)));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Puts it on top of its owner's list, or back to its day. False: not the member's own.</summary>
    public async Task<bool> PinAsync(Member member, Guid conversationId, bool isPinned, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        DateTimeOffset? at = isPinned ? time.GetUtcNow() : null;
        return await Own(db, member).Where(c => c.Id == conversationId)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.PinnedAt, at), cancellationToken) == 1;
    }

    /// <summary>Deletes it with its runs, messages, results and charts; a run that is live loses its lease and ends unseen.</summary>
    public async Task<bool> DeleteAsync(Member member, Guid conversationId, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await Own(db, member).AsNoTracking().SingleOrDefaultAsync(c => c.Id == conversationId, cancellationToken) is not { } conversation
            || await Own(db, member).Where(c => c.Id == conversationId).ExecuteDeleteAsync(cancellationToken) == 0)
            return false;
        // One in which nothing was asked was nothing yet.
        if (conversation.ActiveRunId is not null)
            db.AuditEntries.Add(Entry("conversation.remove", member, conversation, door).With(new AuditChange("title", conversation.Title, null)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    internal async Task<bool> IsVisibleAsync(Member member, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await Visible(db, member).AnyAsync(c => c.Id == conversationId, cancellationToken);
    }

    private static IQueryable<Conversation> Own(PlatformDbContext db, Member member) =>
        db.Conversations.Where(c => c.ProjectId == member.Project.Id && c.UserId == member.UserId);

    private static IQueryable<Conversation> Visible(PlatformDbContext db, Member member) => member.Role == Role.Admin
        ? db.Conversations.AsNoTracking().Where(c => c.ProjectId == member.Project.Id)
        : Own(db, member).AsNoTracking();

    private async Task RecordLookAsync(PlatformDbContext db, Member member, Conversation conversation, QueryDoor door, CancellationToken cancellationToken)
    {
        if (conversation.UserId == member.UserId)
            return;
        var owner = await db.Users.Where(u => u.Id == conversation.UserId).Select(u => u.Email).SingleOrDefaultAsync(cancellationToken);
        var entry = Entry("conversation.view", member, conversation, door);
        entry.Detail = $"of {owner}";
        db.AuditEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
    }

    private AuditEntry Entry(string action, Member member, Conversation conversation, QueryDoor door)
    {
        var entry = ProjectAudit.Entry(action, member.UserId, member.Project.Id, door, time.GetUtcNow());
        entry.ConversationId = conversation.Id;
        return entry;
    }

    private static TurnView Turn(AgentRun run, IReadOnlyList<MessageView> messages)
    {
        var question = messages.FirstOrDefault(m => m.Role == MessageRole.User)?.Parts.OfType<TextPart>().FirstOrDefault()?.Text ?? "";
        return new(
            run.Id, run.ParentRunId, question, run.Status, run.Detail, run.Provider, run.Model, run.StartedAt, run.EndedAt, messages);
    }
}
