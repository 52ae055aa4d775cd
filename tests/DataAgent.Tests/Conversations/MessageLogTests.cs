using DataAgent.Agent;
using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Visualizations;

namespace DataAgent.Tests.Conversations;

public sealed class MessageLogTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Guid _owner = Guid.NewGuid();
    private TestPlatform _platform = null!;
    private MessageLog _log = null!;
    private RunStore _runs = null!;
    private RunLease _lease = null!;
    private Member _member = null!;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, TestContext.Current.CancellationToken);
        var options = new AgentOptions();
        _log = new MessageLog(_platform.Source, options, TimeProvider.System);
        _runs = new RunStore(_platform.Source, options, TimeProvider.System);
        var member = await _platform.AddMemberAsync(Role.Viewer, server.AdminConnectionString, "public", TestContext.Current.CancellationToken);
        _member = member;
        var conversation = await new ConversationStore(_platform, TimeProvider.System).CreateAsync(member, TestContext.Current.CancellationToken);
        var started = await _runs.StartAsync(
            member, conversation, "Question", replaces: null, _owner, "offline", "m", QueryDoor.Page, TestContext.Current.CancellationToken);
        _lease = started.Lease!;
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task Rows_of_parallel_tools_get_numbers_without_gaps()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _log.AppendAsync(_lease, Result($"c{i}"), TestContext.Current.CancellationToken)));

        Assert.Equal(Enumerable.Range(2, 20).Select(i => (long)i), numbers.Order());
    }

    [Fact]
    public async Task A_row_appended_twice_is_there_once()
    {
        var first = await _log.AppendAsync(_lease, Result("c"), TestContext.Current.CancellationToken);
        var second = await _log.AppendAsync(_lease, Result("c"), TestContext.Current.CancellationToken);
        var text = new NewMessage(1, MessageRole.Assistant, [new TextPart("Hi")]);
        var third = await _log.AppendAsync(_lease, text, TestContext.Current.CancellationToken);
        var fourth = await _log.AppendAsync(_lease, text, TestContext.Current.CancellationToken);

        Assert.Equal((first, third), (second, fourth));
        Assert.Equal([1L, 2, 3], (await _log.ReadRunAsync(_lease.ConversationId, _lease.RunId, TestContext.Current.CancellationToken)).Select(r => r.Seq));
    }

    [Fact]
    public async Task Who_lost_the_run_cannot_append_end_or_release_it()
    {
        var claimed = await _runs.ClaimAsync(_lease.RunId, _lease.Epoch, Guid.NewGuid(), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<LeaseLostException>(() => _log.AppendAsync(_lease, Result("c"), TestContext.Current.CancellationToken));
        Assert.False(await _runs.EndAsync(_lease, RunStatus.Done, null, TestContext.Current.CancellationToken));
        await _runs.ReleaseAsync(_lease, TestContext.Current.CancellationToken);
        Assert.Equal(2, await _log.AppendAsync(claimed!.Lease, Result("c"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_many_that_claim_one_gets_the_run()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _runs.ClaimAsync(_lease.RunId, 1, Guid.NewGuid(), TestContext.Current.CancellationToken)));

        Assert.Single(claims, c => c is not null);
    }

    [Fact]
    public async Task Every_part_comes_back_as_it_was()
    {
        MessagePart[] parts =
        [
            new TextPart("Größe \"x\" <b> 🙂"),
            new ReasoningPart("thought", "SIG==", Redacted: false),
            new CallPart("c", "execute_sql", """{"zeta":1.50,"query":"select 'a' from \"B\""}"""),
            new ResultPart("c", "text", false, 12, new ChartArtifact(Guid.CreateVersion7(), new(Guid.CreateVersion7(), ChartType.Bar, "x", "y"))),
            new ResultPart("d", "no", true, 1, new RefusalArtifact("drop", ["No."])),
        ];

        await _log.AppendAsync(_lease, new(1, MessageRole.Assistant, parts) { Usage = new(1, 2, 3, 4), StopReason = "stop", Model = "m" }, TestContext.Current.CancellationToken);
        var row = (await _log.ReadRunAsync(_lease.ConversationId, _lease.RunId, TestContext.Current.CancellationToken))[^1];

        Assert.Equal(parts[..4], row.Parts.Take(4));
        Assert.Equal(["No."], Assert.IsType<RefusalArtifact>(row.Results.Last().Artifact).Reasons);
        Assert.Equal((new TokenUsage(1, 2, 3, 4), "stop", "m"), (row.Usage, row.StopReason, row.Model));
    }

    [Fact]
    public async Task A_nul_does_not_stop_a_row()
    {
        await _log.AppendAsync(_lease, new(1, MessageRole.Assistant, [new TextPart("a\0b")]), TestContext.Current.CancellationToken);

        Assert.Equal("a\ufffdb", (await _log.ReadRunAsync(_lease.ConversationId, _lease.RunId, TestContext.Current.CancellationToken))[^1].Parts.OfType<TextPart>().Single().Text);
    }

    [Fact]
    public async Task What_came_before_a_run_is_read_from_the_question_of_the_last_summary_on()
    {
        await AnswerAsync(_lease);
        var second = await NextAsync("Second");
        await _log.AppendAsync(second, new(1, MessageRole.Summary, [new TextPart("The record")]), TestContext.Current.CancellationToken);
        await AnswerAsync(second);
        var third = await NextAsync("Third");

        var beforeThird = await _log.ReadEarlierAsync(third.ConversationId, third.RunId, TestContext.Current.CancellationToken);
        var beforeSecond = await _log.ReadEarlierAsync(second.ConversationId, second.RunId, TestContext.Current.CancellationToken);

        Assert.Equal([(3, MessageRole.User), (4, MessageRole.Summary), (5, MessageRole.Assistant)], beforeThird.Select(r => ((int)r.Seq, r.Role)));
        Assert.Equal([(1, MessageRole.User), (2, MessageRole.Assistant)], beforeSecond.Select(r => ((int)r.Seq, r.Role)));
    }

    [Fact]
    public async Task A_row_that_a_process_keeps_is_the_row_that_is_read_back()
    {
        var message = new NewMessage(1, MessageRole.Tool, [new ResultPart("c", "a\0b", false, 1)]) { CallId = "c", Model = "m", StopReason = "stop", Usage = new(1, 2, 3, 4) };
        var seq = await _log.AppendAsync(_lease, message, TestContext.Current.CancellationToken);

        var kept = message.Stored(seq, _lease.RunId);

        var read = (await _log.ReadRunAsync(_lease.ConversationId, _lease.RunId, TestContext.Current.CancellationToken))[^1];
        Assert.Equal(read.Parts, kept.Parts);
        Assert.Equal(read with { Parts = [], CreatedAt = default }, kept with { Parts = [] });
    }

    private async Task AnswerAsync(RunLease lease)
    {
        await _log.AppendAsync(lease, new(1, MessageRole.Assistant, [new TextPart("Answer")]), TestContext.Current.CancellationToken);
        Assert.True(await _runs.EndAsync(lease, RunStatus.Done, null, TestContext.Current.CancellationToken));
    }

    private async Task<RunLease> NextAsync(string question) => (await _runs.StartAsync(
        _member, _lease.ConversationId, question, replaces: null, _owner, "offline", "m", QueryDoor.Page, TestContext.Current.CancellationToken)).Lease!;

    private static NewMessage Result(string callId) => new(1, MessageRole.Tool, [new ResultPart(callId, "x", false, 1)]) { CallId = callId };
}
