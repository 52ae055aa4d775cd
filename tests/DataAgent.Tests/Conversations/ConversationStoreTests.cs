using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;

namespace DataAgent.Tests.Conversations;

public sealed class ConversationStoreTests(PostgresServer server) : IAsyncLifetime
{
    private TestPlatform _platform = null!;
    private ConversationStore _store = null!;
    private Member _member = null!;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, TestContext.Current.CancellationToken);
        _store = new ConversationStore(_platform, TimeProvider.System);
        _member = await _platform.AddMemberAsync(Role.Analyst, server.AdminConnectionString, "public", TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task Ones_own_are_listed_newest_first()
    {
        var first = await _store.CreateAsync(_member, TestContext.Current.CancellationToken);
        var second = await _store.CreateAsync(_member, TestContext.Current.CancellationToken);
        var other = await _platform.AddMemberAsync(Role.Admin, _member.Project, TestContext.Current.CancellationToken);
        await _store.CreateAsync(other, TestContext.Current.CancellationToken);

        var list = await _store.ListAsync(_member, TestContext.Current.CancellationToken);

        Assert.Equal([second, first], list.Select(c => c.Id));
        Assert.All(list, c => Assert.Equal((ConversationTitle.Untitled, false), (c.Title, c.IsRunning)));
    }

    [Fact]
    public async Task Another_persons_opens_for_an_admin_alone_and_changes_for_its_owner_alone()
    {
        var conversation = await _store.CreateAsync(_member, TestContext.Current.CancellationToken);
        var analyst = await _platform.AddMemberAsync(Role.Analyst, _member.Project, TestContext.Current.CancellationToken);
        var admin = await _platform.AddMemberAsync(Role.Admin, _member.Project, TestContext.Current.CancellationToken);
        var elsewhere = await _platform.AddMemberAsync(Role.Admin, server.AdminConnectionString, "public", TestContext.Current.CancellationToken);

        Assert.Null(await _store.FindAsync(analyst, conversation, QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.NotNull(await _store.FindAsync(admin, conversation, QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.Null(await _store.FindAsync(elsewhere, conversation, QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.False(await _store.RenameAsync(admin, conversation, "Mine now", QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.False(await _store.DeleteAsync(admin, conversation, QueryDoor.Http, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_is_renamed_and_deleted()
    {
        var conversation = await _store.CreateAsync(_member, TestContext.Current.CancellationToken);

        Assert.False(await _store.RenameAsync(_member, conversation, "  ", QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.True(await _store.RenameAsync(_member, conversation, " Sales ", QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.Equal("Sales", (await _store.FindAsync(_member, conversation, QueryDoor.Http, TestContext.Current.CancellationToken))!.Title);
        Assert.True(await _store.DeleteAsync(_member, conversation, QueryDoor.Http, TestContext.Current.CancellationToken));
        Assert.Empty(await _store.ListAsync(_member, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("How many orders?", "How many orders?")]
    [InlineData("  How\n many\torders? ", "How many orders?")]
    [InlineData("Which ten customers of the northern region bought the most last year, and what?", "Which ten customers of the northern region bought the most…")]
    [InlineData("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenv…")]
    public void A_title_is_the_question_cut_at_a_word(string question, string title)
    {
        Assert.Equal(title, ConversationTitle.From(question));
        Assert.True(title.Length <= ConversationTitle.MaxLength);
    }
}
