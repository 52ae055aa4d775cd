using DataAgent.Audit;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.SqlGuard;
using DataAgent.Tests.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.SavedQueries;

public sealed class SavedQueryStoreTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>, IDisposable
{
    private readonly Guard _guard = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ParameterType, string> Values => new()
    {
        { ParameterType.Text, "'; drop table shop.customer; --" },
        { ParameterType.Text, "x' or '1'='1" },
        { ParameterType.Text, "\\'); select pg_sleep(10) --" },
        { ParameterType.Text, "$2" },
        { ParameterType.Text, "null/*p2*/" },
        { ParameterType.Text, "*/ union select name from shop.customer /*" },
        { ParameterType.Text, "$$:v$$ \"quoted\" \u00e9\ud83d\ude00" },
        { ParameterType.Text, "" },
        { ParameterType.Integer, "-9223372036854775808" },
        { ParameterType.Number, "12345678901234567890.12345678901234567890" },
        { ParameterType.Date, "2025-03-31" },
        { ParameterType.Boolean, "true" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_is_a_value_whatever_it_looks_like(ParameterType type, string value)
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var query = await SaveAsync(member, new("Echo", "select :v as v, ':v' as quoted, pg_typeof(:v)::text as type from generate_series(1, 1) -- :v") { Parameters = [new("v", type)] });

        var ran = await RunAsync(member, query.Id, ("v", value));

        var table = Assert.IsType<QueryOutcome.Ran>(ran).Table;
        Assert.Equal([type == ParameterType.Boolean ? "t" : value, ":v", new QueryParameter("v", type).PostgresType], table.Rows.Single());
        Assert.Equal(20, await database.ScalarAsync<long>("select count(*) from shop.customer"));
        Assert.Equal(query.Sql, await AuditedSqlAsync(member));
    }

    [Fact]
    public async Task What_a_run_keeps_can_be_run_again_as_it_is()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var query = await SaveAsync(member, new("By city", "select count(*) as n from customer where city = :city;") { Parameters = [new("city", ParameterType.Text)] });

        var table = Assert.IsType<QueryOutcome.Ran>(await RunAsync(member, query.Id, ("city", "Oslo"))).Table;

        Assert.Equal(("7", "7"), (table.Rows.Single()[0], await new Door(database, _guard).ValueAsync(member, table.Sql)));
    }

    [Theory]
    [InlineData(ParameterType.Integer, "1; drop table x")]
    [InlineData(ParameterType.Integer, "1.5")]
    [InlineData(ParameterType.Number, "NaN")]
    [InlineData(ParameterType.Date, "tomorrow")]
    [InlineData(ParameterType.Boolean, "yes")]
    [InlineData(ParameterType.Text, "a\0b")]
    public async Task A_value_that_does_not_fit_its_type_is_told_so_and_nothing_runs(ParameterType type, string value)
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var query = await SaveAsync(member, new("Echo", "select :v as v") { Parameters = [new("v", type)] });

        var outcome = await Store.RunAsync(member, query.Id, new Dictionary<string, string?> { ["v"] = value }, Token);

        Assert.Equal("v", Assert.IsType<SavedQueryOutcome.Invalid>(outcome).Errors.Single().Field);
    }

    [Theory]
    [InlineData("delete from customer where id = :v", "sql")]
    [InlineData("select * from pg_shadow where passwd = :v", "sql")]
    [InlineData("select $1, :v", "sql")]
    [InlineData("select 1", "parameters")]
    [InlineData("select ':v'", "parameters")]
    public async Task What_may_not_run_is_not_saved(string sql, string field)
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        var outcome = await Store.AddAsync(member, new SavedQueryDraft("Bad", sql) { Parameters = [new("v", ParameterType.Text)] }, QueryDoor.Http, Token);

        Assert.Equal(field, Assert.IsType<SavedQueryOutcome.Invalid>(outcome).Errors.Single().Field);
    }

    [Fact]
    public async Task Private_ones_are_their_owners_shared_ones_the_analysts_and_nothing_is_the_viewers()
    {
        var owner = await database.AddMemberAsync(Role.Analyst);
        var other = await database.Platform.AddMemberAsync(Role.Analyst, owner.Project, Token);
        var admin = await database.Platform.AddMemberAsync(Role.Admin, owner.Project, Token);
        var viewer = await database.Platform.AddMemberAsync(Role.Viewer, owner.Project, Token);
        var stranger = await database.AddMemberAsync(Role.Admin);
        var hidden = await SaveAsync(owner, new("Mine", "select 1 as one"));
        var shared = await SaveAsync(owner, new("Ours", "select 2 as two") { IsShared = true });

        Assert.Equal(["Mine", "Ours"], await NamesAsync(owner));
        Assert.Equal(["Ours"], await NamesAsync(other));
        Assert.Equal(["Ours"], await NamesAsync(admin));
        Assert.Empty(await NamesAsync(stranger));
        Assert.IsType<QueryOutcome.Ran>(await RunAsync(other, shared.Id));
        Assert.IsType<SavedQueryOutcome.NotFound>(await Store.RunAsync(other, hidden.Id, new Dictionary<string, string?>(), Token));
        Assert.IsType<SavedQueryOutcome.NotFound>(await Store.FindAsync(stranger, shared.Id, Token));
        Assert.IsType<SavedQueryOutcome.NotPermitted>(await Store.EditAsync(other, shared.Id, 1, new("Theirs", "select 3"), QueryDoor.Http, Token));
        Assert.IsType<SavedQueryOutcome.NotPermitted>(await Store.RemoveAsync(other, shared.Id, QueryDoor.Http, Token));
        Assert.IsType<SavedQueryOutcome.NotPermitted>(await Store.ListAsync(viewer, Token));
        Assert.IsType<SavedQueryOutcome.NotPermitted>(await Store.RunAsync(viewer, shared.Id, new Dictionary<string, string?>(), Token));
        Assert.IsType<SavedQueryOutcome.Removed>(await Store.RemoveAsync(admin, shared.Id, QueryDoor.Http, Token));
    }

    [Fact]
    public async Task An_edit_keeps_what_was_before_and_the_slower_one_is_told()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var query = await SaveAsync(member, new("Count", "select 1 as n"));

        var first = await Store.EditAsync(member, query.Id, 1, new("Count", "select 2 as n") { IsShared = true }, QueryDoor.Http, Token);
        var second = await Store.EditAsync(member, query.Id, 1, new("Count", "select 3 as n"), QueryDoor.Http, Token);
        var other = await database.Platform.AddMemberAsync(Role.Analyst, member.Project, Token);

        Assert.Equal(2, Assert.IsType<SavedQueryOutcome.Found>(first).Query.Version);
        Assert.Equal(2, Assert.IsType<SavedQueryOutcome.Changed>(second).Version);
        Assert.Equal(["select 2 as n", "select 1 as n"], (await Store.ListVersionsAsync(member, query.Id, Token))!.Select(v => v.Sql));
        Assert.Equal(["select 2 as n"], (await Store.ListVersionsAsync(other, query.Id, Token))!.Select(v => v.Sql));
    }

    [Fact]
    public async Task Two_edits_at_once_leave_one()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var query = await SaveAsync(member, new("Race", "select 0 as n"));

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => Store.EditAsync(member, query.Id, 1, new("Race", $"select {n} as n"), QueryDoor.Http, Token)));

        Assert.Single(outcomes.OfType<SavedQueryOutcome.Found>());
        Assert.Equal(3, outcomes.OfType<SavedQueryOutcome.Changed>().Count());
    }

    [Fact]
    public async Task A_query_that_no_longer_fits_the_schema_says_why()
    {
        var member = await database.AddMemberAsync(Role.Admin);
        var query = await SaveAsync(member, new("Names", "select name from customer where id = :id") { Parameters = [new("id", ParameterType.Integer)] });
        await using (var db = database.Platform.CreateDbContext())
        {
            await db.Projects.Where(p => p.Id == member.Project.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.ExcludedTables, new List<string> { "customer" }), Token);
        }

        var again = (await new ProjectAccess(database.Platform).FindMemberAsync(member.UserId, member.Project.Slug, Token))!;
        var listed = Assert.IsType<SavedQueryOutcome.Listed>(await Store.ListAsync(again, Token)).Queries.Single();
        var ran = await RunAsync(again, query.Id, ("id", "1"));

        Assert.Null(query.Refusal);
        Assert.Contains("customer", listed.Refusal);
        var refusal = Assert.IsType<QueryOutcome.Refused>(ran).Reasons[0];
        Assert.Equal(query.Sql.IndexOf("customer", StringComparison.Ordinal), refusal.Position);
    }

    [Fact]
    public async Task Saving_editing_and_removing_are_in_the_audit_log_and_a_private_name_is_not()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var query = await SaveAsync(member, new("Secret plan", "select 1 as n"));

        await Store.EditAsync(member, query.Id, 1, new("Open plan", "select 2 as n") { IsShared = true }, QueryDoor.Page, Token);
        await Store.EditAsync(member, query.Id, 1, new("Too late", "select 3 as n"), QueryDoor.Page, Token);
        await Store.AddAsync(member, new("Bad", "delete from customer"), QueryDoor.Http, Token);
        await Store.RemoveAsync(member, query.Id, QueryDoor.CommandLine, Token);
        await Store.RemoveAsync(member, query.Id, QueryDoor.CommandLine, Token);

        Assert.Equal(
            [
                ("saved_query.add", "http", $$"""{"id":"{{query.Id}}","version":1,"shared":false}"""),
                ("saved_query.edit", "page", $$"""{"id":"{{query.Id}}","version":2,"shared":true,"name":"Open plan","changed":["name","sql","shared"]}"""),
                ("saved_query.remove", "command_line", $$"""{"id":"{{query.Id}}","version":2,"shared":true,"name":"Open plan"}"""),
            ],
            await AuditedChangesAsync(member));
    }

    [Fact]
    public async Task Whoever_is_slower_leaves_no_row_in_the_audit_log()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var query = await SaveAsync(member, new("Race", "select 0 as n"));

        await Task.WhenAll(Enumerable.Range(1, 4).Select(n => Store.EditAsync(member, query.Id, 1, new("Race", $"select {n} as n"), QueryDoor.Http, Token)));

        Assert.Equal(["saved_query.add", "saved_query.edit"], (await AuditedChangesAsync(member)).Select(row => row.Action));
    }

    [Fact]
    public async Task The_list_names_who_saved_a_query()
    {
        var owner = await database.AddMemberAsync(Role.Analyst);
        var other = await database.Platform.AddMemberAsync(Role.Analyst, owner.Project, Token);
        await SaveAsync(owner, new("Ours", "select 2 as two") { IsShared = true });

        var listed = Assert.IsType<SavedQueryOutcome.Listed>(await Store.ListAsync(other, Token)).Queries.Single();

        Assert.Equal((owner.DisplayName, false), (listed.Owner, listed.IsMine));
    }

    [Fact]
    public async Task A_text_that_is_not_kept_runs_with_values_and_is_the_pages_in_the_audit_log()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var viewer = await database.Platform.AddMemberAsync(Role.Viewer, member.Project, Token);
        const string sql = "select count(*) as n from customer where city = :city";
        QueryParameter[] parameters = [new("city", ParameterType.Text)];
        var values = new Dictionary<string, string?> { ["city"] = "Oslo" };

        var ran = Assert.IsType<SavedQueryOutcome.Ran>(await Store.TryAsync(member, sql, parameters, values, Token)).Query;
        var missing = await Store.TryAsync(member, sql, parameters, new Dictionary<string, string?>(), Token);
        var refused = Assert.IsType<SavedQueryOutcome.Ran>(await Store.TryAsync(viewer, sql, parameters, values, Token)).Query;
        var own = await new AuditLog(database.Platform, TimeProvider.System).ListOwnRunsAsync(member, DateTimeOffset.UtcNow.AddDays(-1), 20, Token);

        Assert.Equal("7", Assert.IsType<QueryOutcome.Ran>(ran).Table.Rows.Single()[0]);
        Assert.Equal("city", Assert.IsType<SavedQueryOutcome.Invalid>(missing).Errors.Single().Field);
        Assert.IsType<QueryOutcome.NotPermitted>(refused);
        Assert.Equal((sql, "ran", 1), own.Select(run => (run.Sql, run.Outcome, run.Rows ?? 0)).Single());
    }

    [Fact]
    public async Task The_editor_is_offered_what_the_guard_lets_pass_and_a_viewer_nothing()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var viewer = await database.Platform.AddMemberAsync(Role.Viewer, member.Project, Token);

        var words = await SqlVocabulary.FindAsync(member, Dictionaries, Token);

        Assert.Null(await SqlVocabulary.FindAsync(viewer, Dictionaries, Token));
        Assert.Contains(words!.Tables.Single(table => table.Name == "customer").Columns, column => column.Name == "city");
        Assert.Contains("date_trunc", words.Functions);
        Assert.DoesNotContain("pg_sleep", words.Functions);
    }

    public void Dispose() => _guard.Dispose();

    private DictionaryStore Dictionaries => new(database.Platform, database.Pools.OpenAsync, database.Platform.Roles, TimeProvider.System);

    private SavedQueryStore Store
    {
        get
        {
            var platform = database.Platform;
            var runner = new QueryRunner(_guard, Dictionaries, platform.Roles, database.Pools, new QueryTrail(platform.Source, TimeProvider.System), new QueryOptions(), TimeProvider.System);
            return new(platform, runner, TimeProvider.System);
        }
    }

    private async Task<SavedQueryView> SaveAsync(Member member, SavedQueryDraft draft)
    {
        var outcome = await Store.AddAsync(member, draft, QueryDoor.Http, Token);
        Assert.True(outcome is SavedQueryOutcome.Found, outcome is SavedQueryOutcome.Invalid i ? i.Errors[0].Message : outcome.ToString());
        return ((SavedQueryOutcome.Found)outcome).Query;
    }

    private async Task<QueryOutcome> RunAsync(Member member, Guid id, params (string Name, string Value)[] values) =>
        Assert.IsType<SavedQueryOutcome.Ran>(await Store.RunAsync(member, id, values.ToDictionary(v => v.Name, v => (string?)v.Value), Token)).Query;

    private async Task<IEnumerable<string>> NamesAsync(Member member) =>
        Assert.IsType<SavedQueryOutcome.Listed>(await Store.ListAsync(member, Token)).Queries.Select(q => q.Name);

    private async Task<IReadOnlyList<(string Action, string Door, string? Detail)>> AuditedChangesAsync(Member member)
    {
        await using var db = database.Platform.CreateDbContext();
        var rows = await db.AuditEntries.AsNoTracking().Where(a => a.UserId == member.UserId && a.Action.StartsWith("saved_query.")).OrderBy(a => a.Id).ToListAsync(Token);
        return [.. rows.Select(a => (a.Action, a.Door, a.Detail))];
    }

    private async Task<string?> AuditedSqlAsync(Member member)
    {
        await using var db = database.Platform.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().Where(a => a.UserId == member.UserId && a.Door == "saved_query").Select(a => a.Sql).SingleAsync(Token);
    }
}
