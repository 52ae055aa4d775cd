using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Dictionary.Notes;

public sealed class DictionaryNotesTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly NoteText Purchases = new("One purchase each.", ["purchases", "orders"], "", "", false);

    private NotesFixture _shop = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await NotesFixture.CreateAsync(server, Token);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_note_is_in_the_dictionary_at_once_in_every_process_and_for_everyone()
    {
        var admin = await _shop.AddAsync(Role.Admin);
        var viewer = await _shop.Platform.AddMemberAsync(Role.Viewer, admin.Project, Token);
        var elsewhere = _shop.NewStore();
        await elsewhere.GetAsync(viewer, Token);

        var outcome = await SetAsync(admin, "SALE", null, Purchases, 0);
        var again = await _shop.AgainAsync(viewer);

        Assert.Equal(new NoteOutcome.Saved(1), outcome);
        foreach (var store in (DictionaryStore[])[_shop.Store, elsewhere])
            Assert.Equal("One purchase each.", (await store.GetAsync(again, Token)).Find("sale")!.Note!.Description);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Only_an_admin_writes(Role role)
    {
        var member = await _shop.AddAsync(role);
        var hint = new JoinHint("sale", "cust", "customer", "id");

        NoteOutcome[] outcomes =
        [
            await SetAsync(member, "sale", null, Purchases, 0), await RemoveAsync(member, "sale", null, 0),
            await _shop.Notes.AddJoinAsync(member, hint, QueryDoor.Http, Token), await _shop.Notes.RemoveJoinAsync(member, hint, QueryDoor.Http, Token),
        ];

        Assert.All(outcomes, o => Assert.IsType<NoteOutcome.Forbidden>(o));
        var list = await _shop.Notes.ListAsync(member, Token);
        Assert.Empty(list.Notes);
        Assert.Empty(list.Joins);
    }

    [Fact]
    public async Task Who_saw_an_older_version_does_not_overwrite_a_newer_one()
    {
        var admin = await _shop.AddAsync(Role.Admin);
        await SetAsync(admin, "sale", "amt", Purchases with { Unit = "EUR" }, 0);
        await SetAsync(admin, "sale", "amt", Purchases with { Unit = "USD" }, 1);

        NoteOutcome[] late =
        [
            await SetAsync(admin, "sale", "amt", Purchases with { Unit = "CHF" }, 1), await SetAsync(admin, "sale", "amt", Purchases, 0),
            await RemoveAsync(admin, "sale", "amt", 1),
        ];

        Assert.All(late, o => Assert.Equal(new NoteOutcome.Conflict(2), o));
        Assert.Equal("USD", Assert.Single((await _shop.Notes.ListAsync(admin, Token)).Notes).Text.Unit);
    }

    [Fact]
    public async Task Of_many_who_write_at_the_same_moment_one_wins_and_the_others_are_told()
    {
        var admin = await _shop.AddAsync(Role.Admin);
        await _shop.Store.GetAsync(admin, Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => SetAsync(admin, "sale", null, Purchases with { Description = $"{i}" }, 0)));

        Assert.Single(outcomes, o => o is NoteOutcome.Saved);
        Assert.Equal(5, outcomes.Count(o => o is NoteOutcome.Conflict { Version: 1 }));
    }

    [Fact]
    public async Task A_note_survives_refreshes_and_waits_orphaned_for_a_table_that_is_gone()
    {
        var admin = await _shop.AddAsync(Role.Admin);
        await SetAsync(admin, "sale", null, Purchases, 0);
        await SetAsync(admin, "sale", "amt", Purchases with { Unit = "EUR" }, 0);
        await _shop.Notes.AddJoinAsync(admin, new("sale", "cust", "customer", "id"), QueryDoor.Http, Token);

        await _shop.Customer.RunAsync("alter table shop.sale rename to sold");
        admin = await _shop.AgainAsync(admin);
        var without = (await _shop.Store.RefreshAsync(admin, save: true, QueryDoor.CommandLine, Token)).Dictionary;
        var orphans = await _shop.Notes.ListAsync(admin, Token);
        var mended = await SetAsync(admin, "sale", null, Purchases with { Description = "Gone?" }, 1);
        await _shop.Customer.RunAsync("alter table shop.sold rename to sale");
        admin = await _shop.AgainAsync(admin);
        var back = (await _shop.Store.RefreshAsync(admin, save: true, QueryDoor.CommandLine, Token)).Dictionary;

        Assert.Empty(without.JoinHints);
        Assert.All(without.Tables, t => Assert.Null(t.Note));
        Assert.All(orphans.Notes, n => Assert.True(n.IsOrphaned));
        Assert.True(Assert.Single(orphans.Joins).IsOrphaned);
        Assert.Equal(new NoteOutcome.Saved(2), mended);
        Assert.Equal(("Gone?", "EUR"), (back.Find("sale")!.Note!.Description, back.Find("sale")!.Column("amt")!.Note!.Unit));
        Assert.Single(back.JoinHints);
    }

    [Fact]
    public async Task What_is_not_in_the_dictionary_gets_no_note_and_no_hint()
    {
        var admin = await _shop.AddAsync(Role.Admin);

        Assert.IsType<NoteOutcome.NotFound>(await SetAsync(admin, "sales", null, Purchases, 0));
        Assert.IsType<NoteOutcome.NotFound>(await SetAsync(admin, "sale", "nothing", Purchases, 0));
        var both = await _shop.Notes.AddJoinAsync(admin, new("sale", "nothing", "nobody", "id"), QueryDoor.Http, Token);
        var self = await _shop.Notes.AddJoinAsync(admin, new("sale", "cust", "sale", "cust"), QueryDoor.Http, Token);
        Assert.Equal(["from", "to"], Assert.IsType<NoteOutcome.Invalid>(both).Errors.Select(e => e.Field));
        Assert.IsType<NoteOutcome.Invalid>(self);
    }

    [Fact]
    public async Task A_hint_is_kept_once_whichever_way_round()
    {
        var admin = await _shop.AddAsync(Role.Admin);

        var first = await _shop.Notes.AddJoinAsync(admin, new("sale", "cust", "customer", "id"), QueryDoor.Http, Token);
        var second = await _shop.Notes.AddJoinAsync(admin, new("customer", "id", "sale", "cust"), QueryDoor.Http, Token);
        var removed = await _shop.Notes.RemoveJoinAsync(admin, new("customer", "id", "sale", "cust"), QueryDoor.Http, Token);

        Assert.IsType<NoteOutcome.Saved>(first);
        Assert.IsType<NoteOutcome.Invalid>(second);
        Assert.IsType<NoteOutcome.Saved>(removed);
        Assert.Empty((await _shop.Notes.ListAsync(admin, Token)).Joins);
    }

    [Fact]
    public async Task Mistakes_are_told_all_at_once()
    {
        var admin = await _shop.AddAsync(Role.Admin);

        var outcome = await SetAsync(admin, "sale", null, new(new('x', 1001), [new('y', 61)], "EUR", new('z', 301), false), 0);
        var empty = await SetAsync(admin, "sale", null, new("  ", [" "], "", "", false), 0);

        Assert.Equal(["description", "synonyms", "unit", "do_not_use"], Assert.IsType<NoteOutcome.Invalid>(outcome).Errors.Select(e => e.Field));
        Assert.IsType<NoteOutcome.Invalid>(empty);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_with_what_was_before()
    {
        var admin = await _shop.AddAsync(Role.Admin);

        await SetAsync(admin, "sale", null, Purchases, 0);
        await SetAsync(admin, "sale", null, Purchases with { DoNotUse = "Wrong since May." }, 1);
        await RemoveAsync(admin, "sale", null, 2);
        await _shop.Notes.AddJoinAsync(admin, new("sale", "cust", "customer", "id"), QueryDoor.CommandLine, Token);

        await using var db = _shop.Platform.CreateDbContext();
        var rows = await db.AuditEntries.Where(a => a.ProjectId == admin.Project.Id && a.Action.StartsWith("dictionary.")).OrderBy(a => a.Id).ToListAsync(Token);
        Assert.Equal(["dictionary.note.set", "dictionary.note.set", "dictionary.note.remove", "dictionary.hint.add"], rows.Select(r => r.Action));
        Assert.Contains("\"before\":null", rows[0].Detail, StringComparison.Ordinal);
        Assert.Contains("\"before\":{\"description\":\"One purchase each.\"", rows[1].Detail, StringComparison.Ordinal);
        Assert.Contains("Wrong since May.", rows[1].Detail, StringComparison.Ordinal);
        Assert.Equal("command_line", rows[3].Door);
        Assert.All(rows, r => Assert.Equal(admin.UserId, r.UserId));
    }

    [Fact]
    public async Task A_projects_notes_are_not_another_projects()
    {
        var (ours, theirs) = (await _shop.AddAsync(Role.Admin), await _shop.AddAsync(Role.Admin));

        await SetAsync(ours, "sale", null, Purchases, 0);

        Assert.Empty((await _shop.Notes.ListAsync(theirs, Token)).Notes);
        Assert.Null((await _shop.Store.GetAsync(theirs, Token)).Find("sale")!.Note);
    }

    [Fact]
    public async Task Samples_that_are_switched_off_are_gone_at_once_and_not_read_again()
    {
        var admin = await _shop.AddAsync(Role.Admin);
        var before = (await _shop.Store.GetAsync(admin, Token)).Find("sale")!;
        _shop.IsDown = true;

        await SetAsync(admin, "sale", "code", NoteText.Empty with { NoSamples = true }, 0);
        admin = await _shop.AgainAsync(admin);
        var kept = (await _shop.Store.GetAsync(admin, Token)).Find("sale")!;
        _shop.IsDown = false;
        await _shop.Store.RefreshAsync(admin, save: true, QueryDoor.CommandLine, Token);
        var saved = await NewestAsync(admin);

        Assert.NotEmpty(before.Column("code")!.Values);
        Assert.Empty(kept.Column("code")!.Values);
        Assert.NotNull(kept.Column("amt")!.Max);
        Assert.DoesNotContain("code-", saved, StringComparison.Ordinal);
        Assert.Contains("Town 1", saved, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_can_be_off_for_a_table_and_for_the_whole_project()
    {
        var admin = await _shop.AddAsync(Role.Admin);
        await SetAsync(admin, "sale", null, NoteText.Empty with { NoSamples = true }, 0);
        admin = await _shop.AgainAsync(admin);
        var oneTable = await _shop.Store.GetAsync(admin, Token);

        admin.Project.ShowSamples = false;
        var none = await _shop.Store.GetAsync(admin, Token);
        await _shop.Store.RefreshAsync(admin, save: true, QueryDoor.CommandLine, Token);

        Assert.All(oneTable.Find("sale")!.Columns, c => Assert.True(c is { Samples.Count: 0, Values.Count: 0, Min: null, Max: null }));
        Assert.Contains("Town 1", DictionaryPrompt.Render(oneTable), StringComparison.Ordinal);
        Assert.All(none.Tables.SelectMany(t => t.Columns), c => Assert.True(c is { Samples.Count: 0, Values.Count: 0, Min: null, Max: null }));
        Assert.Contains("not shown (samples are off)", DictionaryPrompt.Render(none), StringComparison.Ordinal);
        Assert.DoesNotContain("Town 1", await NewestAsync(admin), StringComparison.Ordinal);
    }

    private Task<NoteOutcome> SetAsync(Member member, string table, string? column, NoteText text, int seen) =>
        _shop.Notes.SetAsync(member, table, column, text, seen, QueryDoor.Http, Token);

    private Task<NoteOutcome> RemoveAsync(Member member, string table, string? column, int seen) =>
        _shop.Notes.RemoveAsync(member, table, column, seen, QueryDoor.Http, Token);

    private async Task<string> NewestAsync(Member member)
    {
        await using var db = _shop.Platform.CreateDbContext();
        return await db.DictionarySnapshots.Where(s => s.ProjectId == member.Project.Id).OrderByDescending(s => s.Version).Select(s => s.Content).FirstAsync(Token);
    }
}
