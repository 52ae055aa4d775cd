using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Feedback;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;

namespace DataAgent.Tests.Feedback;

public sealed class FeedbackStoreTests(PostgresServer server) : IAsyncLifetime
{
    private TestPlatform _platform = null!;
    private FeedbackStore _store = null!;
    private FeedbackList _list = null!;
    private MessageLog _log = null!;
    private RunStore _runs = null!;
    private Member _member = null!;
    private Member _admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, Token);
        _log = new MessageLog(_platform.Source, new AgentOptions(), TimeProvider.System);
        _runs = new RunStore(_platform.Source, new AgentOptions(), TimeProvider.System);
        _store = new FeedbackStore(_platform, new ConversationStore(_platform, TimeProvider.System), TimeProvider.System);
        _list = new FeedbackList(_platform.Source);
        _member = await _platform.AddMemberAsync(Role.Viewer, server.AdminConnectionString, "public", Token);
        _admin = await _platform.AddMemberAsync(Role.Admin, _member.Project, Token);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task A_word_is_kept_changed_and_taken_back_and_the_audit_log_has_each()
    {
        var (conversation, run) = await AnswerAsync();

        await GiveAsync(_member, conversation, run, new(FeedbackVerdict.Up, [], " Good. "));
        var first = await OwnAsync(_member, conversation, run);
        await GiveAsync(_member, conversation, run, new(FeedbackVerdict.Down, [FeedbackReason.TooSlow, FeedbackReason.WrongFigures], "A secret remark"));
        var second = await OwnAsync(_member, conversation, run);
        var taken = await _store.TakeBackAsync(_member, conversation, run, QueryDoor.Page, Token);

        Assert.Equal((FeedbackVerdict.Up, "Good."), (first!.Verdict, first.Comment));
        Assert.Equal(FeedbackVerdict.Down, second!.Verdict);
        Assert.Equal([FeedbackReason.WrongFigures, FeedbackReason.TooSlow], second.Reasons);
        Assert.True(taken);
        Assert.Null(await OwnAsync(_member, conversation, run));
        Assert.False(await _store.TakeBackAsync(_member, conversation, run, QueryDoor.Page, Token));
        var trail = (await new AuditLog(_platform, TimeProvider.System).ListAsync(_admin, new(), null, Token)).Lines.Select(l => l.Entry)
            .Where(e => e.Action != "conversation.ask").ToList();
        Assert.Equal(["feedback.remove", "feedback.give", "feedback.give"], trail.Select(e => e.Action));
        Assert.All(trail, e => Assert.Equal((conversation, _member.UserId), (e.ConversationId, e.UserId)));
        Assert.Contains("\"verdict\":\"down\",\"reasons\":[\"too_slow\",\"wrong_figures\"]", trail[1].Detail);
        Assert.DoesNotContain(trail, e => e.Detail!.Contains("secret"));
    }

    [Fact]
    public async Task Who_may_see_an_answer_has_one_word_on_it_and_others_none()
    {
        var (conversation, run) = await AnswerAsync();
        var stranger = await _platform.AddMemberAsync(Role.Analyst, _member.Project, Token);
        var elsewhere = await _platform.AddMemberAsync(Role.Admin, server.AdminConnectionString, "public", Token);
        var draft = new FeedbackDraft(FeedbackVerdict.Up, [], "");

        Assert.IsType<FeedbackOutcome.NotFound>(await _store.GiveAsync(stranger, conversation, run, draft, QueryDoor.Http, Token));
        Assert.IsType<FeedbackOutcome.NotFound>(await _store.GiveAsync(elsewhere, conversation, run, draft, QueryDoor.Http, Token));
        Assert.IsType<FeedbackOutcome.NotFound>(await _store.GiveAsync(_member, conversation, Guid.NewGuid(), draft, QueryDoor.Http, Token));
        await GiveAsync(_member, conversation, run, draft);
        await GiveAsync(_admin, conversation, run, new(FeedbackVerdict.Down, [], ""));

        Assert.Equal(FeedbackVerdict.Up, (await OwnAsync(_member, conversation, run))!.Verdict);
        Assert.Equal(FeedbackVerdict.Down, (await OwnAsync(_admin, conversation, run))!.Verdict);
        Assert.Null(await OwnAsync(stranger, conversation, run));
        Assert.False(await _store.TakeBackAsync(stranger, conversation, run, QueryDoor.Http, Token));
    }

    [Fact]
    public async Task An_admin_lists_all_with_question_and_count_of_queries_and_a_member_their_own()
    {
        var (conversation, run) = await AnswerAsync(queries: 2);
        await GiveAsync(_member, conversation, run, new(FeedbackVerdict.Down, [FeedbackReason.Misunderstood], "Not what I meant"));
        await GiveAsync(_admin, conversation, run, new(FeedbackVerdict.Up, [], ""));

        var all = await _list.ListAsync(_admin, Token);
        var own = Assert.Single(await _list.ListAsync(_member, Token));
        var others = await _list.ListAsync(await _platform.AddMemberAsync(Role.Admin, server.AdminConnectionString, "public", Token), Token);

        Assert.Equal([_admin.Email, _member.Email], all.Select(l => l.Email));
        Assert.Equal(("How many?", 2, FeedbackVerdict.Down, "Not what I meant"), (own.Question, own.SqlCount, own.Verdict, own.Comment));
        Assert.Equal([FeedbackReason.Misunderstood], own.Reasons);
        Assert.Empty(others);
    }

    [Fact]
    public async Task An_answer_that_is_still_written_waits_and_what_does_not_fit_is_said()
    {
        var (conversation, live) = await AnswerAsync(ended: false);
        var (other, run) = await AnswerAsync();

        var early = await _store.GiveAsync(_member, conversation, live, new(FeedbackVerdict.Up, [], ""), QueryDoor.Http, Token);
        var tooLong = await _store.GiveAsync(_member, other, run, new(FeedbackVerdict.Down, [], new string('x', 2_001)), QueryDoor.Http, Token);
        var praise = await _store.GiveAsync(_member, other, run, new(FeedbackVerdict.Up, [FeedbackReason.Other], ""), QueryDoor.Http, Token);
        var nul = await _store.GiveAsync(_member, other, run, new(FeedbackVerdict.Up, [], "a\0"), QueryDoor.Http, Token);

        Assert.IsType<FeedbackOutcome.TooEarly>(early);
        Assert.Equal(["comment", "reasons", "comment"], new[] { tooLong, praise, nul }.Select(o => Assert.Single(Assert.IsType<FeedbackOutcome.Invalid>(o).Errors).Field));
        Assert.Null(await OwnAsync(_member, other, run));
    }

    [Fact]
    public void Words_that_nobody_knows_are_no_feedback()
    {
        Assert.NotNull(FeedbackWords.Find("down", ["wrong_tables"], null));
        Assert.Null(FeedbackWords.Find("down", ["ugly"], null));
        Assert.Null(FeedbackWords.Find("sideways", null, null));
        Assert.Null(FeedbackWords.Find(null, null, null));
        Assert.Equal(["wrong_figures", "wrong_tables", "misunderstood", "too_slow", "other"], FeedbackWords.Reasons);
    }

    private async Task GiveAsync(Member member, Guid conversation, Guid run, FeedbackDraft draft) =>
        Assert.IsType<FeedbackOutcome.Kept>(await _store.GiveAsync(member, conversation, run, draft, QueryDoor.Page, Token));

    private async Task<FeedbackView?> OwnAsync(Member member, Guid conversation, Guid run) =>
        (await _store.ListOwnAsync(member, conversation, Token)).GetValueOrDefault(run);

    /// <summary>An answer as its rows stand.</summary>
    private async Task<(Guid Conversation, Guid Run)> AnswerAsync(int queries = 1, bool ended = true)
    {
        var conversation = await new ConversationStore(_platform, TimeProvider.System).CreateAsync(_member, Token);
        var lease = (await _runs.StartAsync(
            _member, conversation, "How many?", replaces: null, Guid.NewGuid(), "offline", "m", QueryDoor.Page, Token)).Lease!;
        for (var i = 0; i < queries; i++)
        {
            var table = new TableArtifact(Guid.CreateVersion7(), "select 1", 1, false, null, 1, [], DateTimeOffset.UnixEpoch);
            await _log.AppendAsync(lease, new(1, MessageRole.Tool, [new ResultPart($"c{i}", "1", false, 1, table)]) { CallId = $"c{i}" }, Token);
        }

        await _log.AppendAsync(lease, new(1, MessageRole.Tool, [new ResultPart("no", "No.", true, 1, new RefusalArtifact("drop", ["No."]))]) { CallId = "no" }, Token);
        if (ended)
            await _runs.EndAsync(lease, RunStatus.Done, null, Token);
        return (conversation, lease.RunId);
    }
}
