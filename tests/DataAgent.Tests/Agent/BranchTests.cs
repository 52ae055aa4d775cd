using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent;

/// <summary>A question is put anew: what the model knows then, what is kept, and what is shown.</summary>
public sealed class BranchTests(PostgresServer server) : IAsyncLifetime
{
    private readonly ScriptedChatClient _model = new();
    private TestPlatform _platform = null!;
    private Member _member = null!;
    private AgentHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, Token);
        _member = await _platform.AddMemberAsync(Role.Viewer, server.AdminConnectionString, "public", Token, p => p.LlmProvider = "scripted");
        _host = AgentHost.Start(_platform, _model);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task A_question_put_anew_knows_what_was_there_before_it_and_nothing_else()
    {
        var (conversation, one, two, _) = await AskThreeAsync();

        var anew = await ReplaceAsync(conversation, two, "Two, but better");

        Assert.Equal(["One", "Answer 1", "Two, but better"], Told());
        var view = (await _host.Conversations.FindAsync(_member, conversation, QueryDoor.Http, Token))!;
        Assert.Equal([one, anew], view.ActivePath);
        Assert.Equal(["One", "Two, but better"], view.ActiveTurns().Select(t => t.Question));
        Assert.Equal(["One", "Two", "Three", "Two, but better"], view.Turns.Select(t => t.Question));
        Assert.Equal([null, one, two, one], view.Turns.Select(t => t.ParentRunId));
    }

    [Fact]
    public async Task The_first_question_put_anew_begins_the_conversation_again()
    {
        var (conversation, one, _, _) = await AskThreeAsync();

        var anew = await ReplaceAsync(conversation, one, "Another first");

        Assert.Equal(["Another first"], Told());
        Assert.Equal([anew], (await _host.Conversations.FindAsync(_member, conversation, QueryDoor.Http, Token))!.ActivePath);
    }

    [Fact]
    public async Task A_conversation_bears_the_name_of_its_first_question_as_it_stands_now_until_somebody_names_it()
    {
        var (conversation, one, two, _) = await AskThreeAsync();

        await ReplaceAsync(conversation, two, "Two, but better");
        Assert.Equal("One", await TitleAsync());
        var anew = await ReplaceAsync(conversation, one, "Another first");
        Assert.Equal("Another first", await TitleAsync());
        await _host.Conversations.RenameAsync(_member, conversation, "My work", QueryDoor.Http, Token);
        await ReplaceAsync(conversation, anew, "A third first");
        Assert.Equal("My work", await TitleAsync());

        async Task<string> TitleAsync() => (await _host.Conversations.FindAsync(_member, conversation, QueryDoor.Http, Token))!.Title;
    }

    [Fact]
    public async Task The_next_question_goes_on_from_the_version_that_is_shown()
    {
        var (conversation, one, two, three) = await AskThreeAsync();
        await ReplaceAsync(conversation, two, "Two anew");

        Assert.True(await _host.Conversations.ShowVersionAsync(_member, conversation, two, Token));
        _model.Then(Says.Text("Answer"));
        await _host.AskAsync(_member, "Four", conversation);

        Assert.Equal(["One", "Answer 1", "Two", "Answer 2", "Three", "Answer 3", "Four"], Told());
        Assert.Equal([one, two, three], (await _host.Conversations.FindAsync(_member, conversation, QueryDoor.Http, Token))!.ActivePath.Take(3));
    }

    [Fact]
    public async Task Only_the_owner_puts_questions_anew_and_chooses_versions_and_only_of_the_conversation()
    {
        var (conversation, _, two, _) = await AskThreeAsync();
        var elsewhere = await _host.Conversations.CreateAsync(_member, Token);
        var admin = await _platform.AddMemberAsync(Role.Admin, _member.Project, Token);

        Assert.IsType<StartOutcome.NotFound>(await _host.Coordinator.ReplaceAsync(admin, conversation, two, "Mine", QueryDoor.Page, Token));
        Assert.IsType<StartOutcome.NotFound>(await _host.Coordinator.ReplaceAsync(_member, elsewhere, two, "There", QueryDoor.Page, Token));
        Assert.IsType<StartOutcome.NotFound>(await _host.Coordinator.ReplaceAsync(_member, conversation, Guid.NewGuid(), "None", QueryDoor.Page, Token));
        Assert.False(await _host.Conversations.ShowVersionAsync(admin, conversation, two, Token));
        Assert.False(await _host.Conversations.ShowVersionAsync(_member, elsewhere, two, Token));
        Assert.Equal((true, false), (
            (await _host.Conversations.FindAsync(_member, conversation, QueryDoor.Http, Token))!.IsOwn, (await _host.Conversations.FindAsync(admin, conversation, QueryDoor.Http, Token))!.IsOwn));
    }

    [Fact]
    public async Task Of_many_versions_asked_at_once_one_is_taken_and_shown()
    {
        var (conversation, one, two, _) = await AskThreeAsync();
        var gate = new TaskCompletionSource();
        _model.Then(new ModelTurn([new WaitPiece(gate.Task), new TextPiece(["Answer"])], "end_turn"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _host.Coordinator.ReplaceAsync(_member, conversation, two, $"Anew {i}", QueryDoor.Page, Token)));

        var started = Assert.Single(outcomes.OfType<StartOutcome.Started>());
        Assert.Equal(one, started.ParentRunId);
        Assert.All(outcomes.OfType<StartOutcome.Busy>(), busy => Assert.Equal(started.RunId, busy.RunId));
        Assert.Equal([one, started.RunId], (await _host.Conversations.FindAsync(_member, conversation, QueryDoor.Http, Token))!.ActivePath);
        gate.SetResult();
        await _host.WatchAsync(_member, started.RunId);
    }

    [Fact]
    public async Task A_conversation_with_versions_is_deleted_as_a_whole()
    {
        var (conversation, _, two, _) = await AskThreeAsync();
        await ReplaceAsync(conversation, two, "Two anew");

        Assert.True(await _host.Conversations.DeleteAsync(_member, conversation, QueryDoor.Http, Token));

        await using var command = _platform.Source.CreateCommand("select count(*) from agent_run");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
    }

    private async Task<(Guid Conversation, Guid One, Guid Two, Guid Three)> AskThreeAsync()
    {
        _model.Then(Says.Text("Answer 1"), Says.Text("Answer 2"), Says.Text("Answer 3"));
        var (conversation, one) = await EndedAsync(await _host.StartAsync(_member, "One"));
        var (_, two) = await EndedAsync(await _host.StartAsync(_member, "Two", conversation));
        var (_, three) = await EndedAsync(await _host.StartAsync(_member, "Three", conversation));
        return (conversation, one, two, three);
    }

    private async Task<Guid> ReplaceAsync(Guid conversation, Guid run, string question)
    {
        _model.Then(Says.Text("Answer anew"));
        var started = Assert.IsType<StartOutcome.Started>(await _host.Coordinator.ReplaceAsync(_member, conversation, run, question, QueryDoor.Page, Token));
        return (await EndedAsync((conversation, started.RunId))).Run;
    }

    private async Task<(Guid Conversation, Guid Run)> EndedAsync((Guid Conversation, Guid Run) started)
    {
        await _host.WatchAsync(_member, started.Run);
        return started;
    }

    private IEnumerable<string> Told() => _model.Requests[^1].Messages.Where(m => m.Role != ChatRole.System).Select(m => m.Text);
}
